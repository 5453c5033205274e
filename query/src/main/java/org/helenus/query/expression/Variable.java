package org.helenus.query.expression;

import org.helenus.query.row.Slice;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.type.CqlType;

/// A bind marker: the request's value at `index`, checked against its type each time, since it comes from outside.
public record Variable(int index, CqlType type) implements Expression {
    @Override
    public void evaluate(Scope scope, Slice into) {
        BoundValues values = scope.values();
        int length = values.length(index);
        if (length < 0) {
            into.set(values.array(), 0, length);
            return;
        }
        type.validate(values.array(), values.offset(index), length);
        into.set(values.array(), values.offset(index), length);
    }
}
