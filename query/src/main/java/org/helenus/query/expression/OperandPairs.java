package org.helenus.query.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.ArithmeticOperator;
import org.helenus.cql.tree.Term;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;

/// Which types two operands take so that their result fits where it is wanted. Messages are Cassandra's.
final class OperandPairs {
    private static final List<NativeType> NUMBERS = List.of(
            NativeType.TINYINT,
            NativeType.SMALLINT,
            NativeType.INT,
            NativeType.BIGINT,
            NativeType.VARINT,
            NativeType.FLOAT,
            NativeType.DOUBLE,
            NativeType.DECIMAL,
            NativeType.COUNTER);

    private final LiteralTypes literals;

    OperandPairs(LiteralTypes literals) {
        this.literals = literals;
    }

    record Pair(NativeType left, NativeType right) {}

    Pair of(ArithmeticOperator operator, Term left, Term right, CqlType wanted) {
        var fitting = new ArrayList<Pair>();
        for (NativeType a : NUMBERS) {
            for (NativeType b : NUMBERS) {
                if (literals.fit(left, a).fits()
                        && literals.fit(right, b).fits()
                        && result(operator, a, b)
                                .filter(type -> Assignment.fit(wanted, type).fits())
                                .isPresent()) {
                    fitting.add(new Pair(a, b));
                }
            }
        }
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        String leftText = TermText.of(left);
        String rightText = TermText.of(right);
        if (fitting.isEmpty()) {
            throw Arithmetic.unsupported(operator, leftText, rightText);
        }
        if (!literals.hasMarker(left) && !literals.hasMarker(right)) {
            for (Pair pair : fitting) {
                if (pair.left == wanted && pair.right == wanted) {
                    return pair;
                }
            }
        }
        throw Arithmetic.ambiguous(operator, leftText, rightText);
    }

    private static Optional<NativeType> result(ArithmeticOperator operator, NativeType left, NativeType right) {
        return Arithmetic.resultType(operator, plain(left), plain(right));
    }

    private static NativeType plain(NativeType type) {
        return type == NativeType.COUNTER ? NativeType.BIGINT : type;
    }
}
