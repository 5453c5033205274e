package org.helenus.query.expression;

import java.util.Optional;
import org.helenus.query.row.Slice;
import org.helenus.schema.type.CqlType;

/// A value known when the statement was bound; empty is null.
public record Constant(CqlType type, Optional<byte[]> wire) implements Expression {
    @Override
    public void evaluate(Scope scope, Slice into) {
        if (wire.isPresent()) {
            into.set(wire.get());
        } else {
            into.setNull();
        }
    }

    @Override
    public boolean isConstant() {
        return true;
    }
}
