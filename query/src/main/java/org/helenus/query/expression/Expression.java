package org.helenus.query.expression;

import java.util.Optional;
import org.helenus.query.row.Slice;
import org.helenus.schema.type.CqlType;

/// Something with a value, resolved and typed: a constant, a bound value, a column, a call. Immutable; any thread.
public interface Expression {
    CqlType type();

    /// Leaves the value in `into`: null and unset are values too.
    ///
    /// @throws org.helenus.schema.error.CqlException when a bound value is not of its type, or a function fails
    void evaluate(Scope scope, Slice into);

    /// Whether the value is the same in every execution.
    default boolean isConstant() {
        return false;
    }

    /// The bytes; empty for null and unset.
    default Optional<byte[]> bytes(Scope scope) {
        var slice = new Slice();
        evaluate(scope, slice);
        return slice.hasValue() ? Optional.of(slice.bytes()) : Optional.empty();
    }
}
