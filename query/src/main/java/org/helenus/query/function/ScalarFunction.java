package org.helenus.query.function;

import java.util.List;
import java.util.Optional;
import org.helenus.query.expression.Environment;
import org.helenus.schema.type.CqlType;

/// A function of some values, resolved to its types. Immutable; any thread.
public interface ScalarFunction {
    /// As result columns call it, with its keyspace: `system.to_date`; `cast` for casts.
    String name();

    List<CqlType> argumentTypes();

    CqlType returnType();

    /// False for `now()`, `uuid()` and their like, which are called once per execution and place in the statement.
    default boolean isPure() {
        return true;
    }

    /// @param arguments valid wire values, null for null
    /// @return the wire value; empty for null
    /// @throws org.helenus.schema.error.CqlException when the function fails
    Optional<byte[]> apply(Environment environment, byte[][] arguments);
}
