package org.helenus.query.function;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.helenus.query.expression.Assignment;
import org.helenus.schema.type.CqlType;

/// The native scalar functions. `token`, `writetime`, `ttl` and the aggregates are not among them: they look at more
/// than values. Immutable; any thread.
public interface FunctionLibrary {
    /// Whether a function of this name exists, whatever its arguments.
    boolean contains(String name);

    /// Whether a function makes itself for whatever types its arguments have.
    boolean isGeneric(String name);

    /// The function that fits.
    ///
    /// @param name lower case as written, without keyspace; every spelling (`toTimestamp` arrives as
    ///     `totimestamp`)
    /// @param receiver the type of what the result is for, where one is known
    /// @throws org.helenus.schema.error.InvalidRequest when none or several fit, in Cassandra's words
    ScalarFunction resolve(String name, List<Argument> arguments, Optional<CqlType> receiver);

    /// The conversion behind `CAST`; empty: these types do not convert. Equal types give the identity.
    Optional<ScalarFunction> cast(CqlType from, CqlType to);

    /// An argument of a call before the function is known.
    interface Argument {
        /// Its type where nothing else decides; markers and null have none.
        Optional<CqlType> type();

        /// How well it fits a parameter of this type.
        Fit fit(CqlType parameter);

        /// How many elements it has, for a list that is written out.
        default OptionalInt elements() {
            return OptionalInt.empty();
        }

        /// As written, for messages.
        String text();

        /// A value of a type.
        static Argument of(CqlType type, String text) {
            return new Argument() {
                @Override
                public Optional<CqlType> type() {
                    return Optional.of(type);
                }

                @Override
                public Fit fit(CqlType parameter) {
                    return Assignment.fit(parameter, type);
                }

                @Override
                public String text() {
                    return text;
                }
            };
        }
    }

    /// How well a value fits a type.
    enum Fit {
        EXACT,
        WEAK,
        NONE;

        public boolean fits() {
            return this != NONE;
        }
    }
}
