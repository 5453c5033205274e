package org.helenus.query.expression;

import java.util.Optional;
import org.helenus.cql.tree.ArithmeticOperator;
import org.helenus.cql.tree.Term;
import org.helenus.query.function.FunctionLibrary.Fit;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;

/// Which type a constant or marker takes as an operand, where it has none of its own. Messages are Cassandra's.
final class OperandTypes {
    private final LiteralTypes literals;

    OperandTypes(LiteralTypes literals) {
        this.literals = literals;
    }

    /// @param other the other operand's own type, where it has one
    /// @param otherText the other operand as written, for messages
    /// @param isRight whether the operand stands behind the operator
    /// @param wanted the type that the result is for, where one is known
    CqlType of(
            ArithmeticOperator operator,
            Term operand,
            Optional<CqlType> other,
            String otherText,
            boolean isRight,
            Optional<CqlType> wanted) {
        Optional<CqlType> own = literals.type(operand);
        if (own.isPresent()) {
            return own.get();
        }
        Optional<CqlType> preferred = literals.preferred(operand);
        if (other.isPresent()) {
            if (other.get() == NativeType.ASCII && isAscii(operand)) {
                return NativeType.ASCII;
            }
            if (isRight && takesDuration(other.get(), operand, preferred)) {
                return NativeType.DURATION;
            }
            if (!isRight
                    && other.get() == NativeType.DURATION
                    && wanted.filter(type -> isTemporal(type) && fits(operand, type))
                            .isPresent()) {
                return wanted.get();
            }
            return preferred.orElseGet(() -> plain(other.get()));
        }
        if (wanted.isPresent()) {
            CqlType type = plain(wanted.get());
            if (!fits(operand, type)) {
                String text = TermText.of(operand);
                throw Arithmetic.unsupported(operator, isRight ? otherText : text, isRight ? text : otherText);
            }
            return type;
        }
        return preferred.orElseThrow(() -> Arithmetic.ambiguous(operator, TermText.of(operand), otherText));
    }

    private boolean fits(Term operand, CqlType type) {
        return literals.fit(operand, type) != Fit.NONE;
    }

    /// Beside a timestamp, whose bytes would do as a number, only what looks like a duration is one.
    private boolean takesDuration(CqlType other, Term operand, Optional<CqlType> preferred) {
        return other == NativeType.DATE && fits(operand, NativeType.DURATION)
                || other == NativeType.TIMESTAMP
                        && preferred.filter(NativeType.DURATION::equals).isPresent();
    }

    private static boolean isAscii(Term operand) {
        return operand instanceof Term.Literal literal
                && literal.kind() == Term.LiteralKind.STRING
                && literal.text().chars().allMatch(c -> c < 128);
    }

    private static boolean isTemporal(CqlType type) {
        return type == NativeType.DATE || type == NativeType.TIMESTAMP;
    }

    private static CqlType plain(CqlType type) {
        return type == NativeType.COUNTER ? NativeType.BIGINT : type;
    }
}
