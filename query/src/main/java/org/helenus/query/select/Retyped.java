package org.helenus.query.select;

import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.Slice;
import org.helenus.schema.type.CqlType;

/// The bytes of a value as those of another type, as `(type) value` says.
record Retyped(Expression of, CqlType type) implements Expression {
    @Override
    public void evaluate(Scope scope, Slice into) {
        of.evaluate(scope, into);
    }

    @Override
    public boolean isConstant() {
        return of.isConstant();
    }
}
