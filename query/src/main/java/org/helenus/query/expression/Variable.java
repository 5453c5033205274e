package org.helenus.query.expression;

import org.helenus.query.row.Slice;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

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
        if (length == 0) {
            checkMayBeEmpty();
        }
        type.validate(values.array(), values.offset(index), length);
        into.set(values.array(), values.offset(index), length);
    }

    /// No bytes at all are no collection, not even one without elements.
    private void checkMayBeEmpty() {
        switch (type) {
            case ListType _ -> throw new InvalidRequest("Not enough bytes to read a list");
            case SetType _ -> throw new InvalidRequest("Not enough bytes to read a set");
            case MapType _ -> throw new InvalidRequest("Not enough bytes to read a map");
            case VectorType _ -> throw new InvalidRequest("Invalid empty vector value");
            case NativeType _, TupleType _, UserType _, CustomType _ -> {}
        }
    }
}
