package org.helenus.query.expression;

import java.util.List;
import org.helenus.query.row.Slice;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;

/// A tuple or a value of a user type made of its components; null components are written as such.
record Composite(CqlType type, List<Expression> components) implements Expression {
    Composite {
        components = List.copyOf(components);
    }

    @Override
    public void evaluate(Scope scope, Slice into) {
        var out = new ByteWriter(16 * components.size() + 16);
        var value = new Slice();
        for (int i = 0; i < components.size(); i++) {
            components.get(i).evaluate(scope, value);
            if (value.isUnset()) {
                throw new InvalidRequest("Invalid unset value for tuple field number " + i);
            }
            out.i32(value.length);
            if (value.hasValue()) {
                out.bytes(value.array, value.offset, value.length);
            }
        }
        into.set(out.array(), 0, out.length());
    }

    @Override
    public boolean isConstant() {
        return components.stream().allMatch(Expression::isConstant);
    }
}
