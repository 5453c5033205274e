package org.helenus.query.expression;

import org.helenus.query.row.Slice;
import org.helenus.schema.type.CqlType;

/// What an aggregate of the statement came to for the current group.
public record AggregateValue(int index, CqlType type) implements Expression {
    @Override
    public void evaluate(Scope scope, Slice into) {
        var result = scope.aggregate(index);
        if (result.isPresent()) {
            into.set(result.get());
        } else {
            into.setNull();
        }
    }
}
