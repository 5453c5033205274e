package org.helenus.query.restriction;

import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.Slice;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;

/// The value for one column in a relation of several: neither null nor unset. Messages are Cassandra's.
///
/// @param index among the columns of the relation
/// @param target what it is for, when a message tells that it is null
record TupleElement(Expression value, int index, String target) implements Expression {
    @Override
    public CqlType type() {
        return value.type();
    }

    @Override
    public void evaluate(Scope scope, Slice into) {
        value.evaluate(scope, into);
        if (into.isUnset()) {
            throw new InvalidRequest("Invalid unset value for tuple field number " + index);
        }
        if (into.isNull()) {
            throw new InvalidRequest("Invalid null value " + target);
        }
    }

    @Override
    public boolean isConstant() {
        return value.isConstant();
    }
}
