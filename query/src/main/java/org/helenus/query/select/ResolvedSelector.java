package org.helenus.query.select;

import java.util.Optional;
import org.helenus.query.expression.Assignment;
import org.helenus.query.expression.Expression;
import org.helenus.query.function.FunctionLibrary.Argument;
import org.helenus.query.function.FunctionLibrary.Fit;
import org.helenus.schema.type.CqlType;

/// A selector whose names and functions are known. What is wrong with these is told before anything is said of its
/// constants, which get their types when it is bound.
interface ResolvedSelector extends Argument {
    /// Its own type, where it has one; no constant has.
    Optional<CqlType> ownType();

    @Override
    default Optional<CqlType> type() {
        return ownType();
    }

    @Override
    default Fit fit(CqlType parameter) {
        return ownType().map(own -> Assignment.fit(parameter, own)).orElse(Fit.NONE);
    }

    /// @param expected what it is for, where that is known; what has a type of its own keeps it
    Expression bind(Optional<CqlType> expected);

    /// What binds a selector that needs nobody to tell its type.
    interface Binding {
        Expression bind();
    }

    static ResolvedSelector of(Optional<CqlType> type, String text, Binding binding) {
        return new ResolvedSelector() {
            @Override
            public Optional<CqlType> ownType() {
                return type;
            }

            @Override
            public Expression bind(Optional<CqlType> expected) {
                return binding.bind();
            }

            @Override
            public String text() {
                return text;
            }
        };
    }
}
