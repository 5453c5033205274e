package org.helenus.query.expression;

import java.util.List;
import org.helenus.query.row.Slice;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.VectorType;

/// A list or a vector made of its elements.
///
/// @param takesNulls whether an element may be null: in a list that is made for an answer
record Sequence(CqlType type, List<Expression> elements, boolean takesNulls) implements Expression {
    Sequence {
        elements = List.copyOf(elements);
    }

    @Override
    public void evaluate(Scope scope, Slice into) {
        var out = new ByteWriter(16 * elements.size() + 16);
        var value = new Slice();
        if (type instanceof VectorType vector) {
            int fixed = vector.element().fixedLength();
            for (Expression element : elements) {
                required(element, scope, value, "vectors");
                if (fixed < 0) {
                    out.unsignedVInt(value.length);
                }
                out.bytes(value.array, value.offset, value.length);
            }
        } else {
            out.i32(elements.size());
            for (Expression element : elements) {
                if (takesNulls) {
                    element.evaluate(scope, value);
                } else {
                    required(element, scope, value, "collections");
                }
                out.i32(value.hasValue() ? value.length : -1);
                if (value.hasValue()) {
                    out.bytes(value.array, value.offset, value.length);
                }
            }
        }
        into.set(out.array(), 0, out.length());
    }

    /// @param noun what it is an element of, for messages
    static void required(Expression element, Scope scope, Slice value, String noun) {
        element.evaluate(scope, value);
        if (value.isNull()) {
            throw new InvalidRequest("null is not supported inside " + noun);
        }
        if (value.isUnset()) {
            throw new InvalidRequest("unset value is not supported inside " + noun);
        }
    }

    @Override
    public boolean isConstant() {
        return elements.stream().allMatch(Expression::isConstant);
    }
}
