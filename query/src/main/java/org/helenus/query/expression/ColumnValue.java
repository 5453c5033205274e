package org.helenus.query.expression;

import org.helenus.query.row.Slice;
import org.helenus.schema.type.CqlType;

/// A column of the current row.
public record ColumnValue(int slot, CqlType type) implements Expression {
    @Override
    public void evaluate(Scope scope, Slice into) {
        scope.row().get(slot, into);
    }
}
