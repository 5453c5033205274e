package org.helenus.query.restriction;

import java.util.Optional;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.Slice;
import org.helenus.query.row.WireValues;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;

/// One component of a tuple that was bound as a whole.
///
/// @param name of the tuple, for messages
record TupleComponent(Expression tuple, int index, CqlType type, String name) implements Expression {
    @Override
    public void evaluate(Scope scope, Slice into) {
        tuple.evaluate(scope, into);
        if (!into.hasValue()) {
            throw new InvalidRequest("Invalid " + (into.isUnset() ? "unset" : "null") + " value for tuple " + name);
        }
        Optional<byte[]> component =
                WireValues.components(into.bytes(), index + 1).get(index);
        if (component.isPresent()) {
            into.set(component.get());
        } else {
            into.setNull();
        }
    }
}
