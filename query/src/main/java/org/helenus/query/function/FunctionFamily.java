package org.helenus.query.function;

import java.util.List;
import java.util.Optional;
import org.helenus.schema.type.CqlType;

/// A function for whatever types its arguments have: makes the function of those types.
interface FunctionFamily {
    /// How many arguments it takes.
    boolean takes(int count);

    /// What it takes, for messages.
    default String parameters() {
        return "any";
    }

    /// What an argument is by itself.
    default Optional<CqlType> own(FunctionLibrary.Argument argument) {
        return argument.type();
    }

    /// What an argument is that has no type by itself, such as a marker or a number.
    default Optional<CqlType> inferred(int index, List<FunctionLibrary.Argument> arguments) {
        return Optional.empty();
    }

    /// @param texts the arguments as written, for messages
    /// @param receiver the type of what the result is for, where one is known
    /// @throws org.helenus.schema.error.InvalidRequest when there is none of these types
    ScalarFunction of(String name, List<CqlType> types, List<String> texts, Optional<CqlType> receiver);
}
