package org.helenus.query.restriction;

import java.util.Optional;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.Slice;
import org.helenus.query.row.WireValues;
import org.helenus.schema.type.CqlType;

/// One component of a tuple that was bound as a whole.
record TupleComponent(Expression tuple, int index, CqlType type) implements Expression {
    @Override
    public void evaluate(Scope scope, Slice into) {
        tuple.evaluate(scope, into);
        if (!into.hasValue()) {
            return;
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
