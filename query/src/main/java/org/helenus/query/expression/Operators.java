package org.helenus.query.expression;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.helenus.cql.tree.ArithmeticOperator;
import org.helenus.query.function.FunctionLibrary.Argument;
import org.helenus.query.function.FunctionLibrary.Fit;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;

/// The signatures of the operators, and which of them operands mean. As in Cassandra an operator is a function with
/// many signatures: one that the operands are exactly of is taken, else the only one that they fit. Where the type of
/// the result is known before, others do not count. Messages are Cassandra's.
public final class Operators {
    private static final List<NativeType> NUMBERS = List.of(
            NativeType.BIGINT,
            NativeType.COUNTER,
            NativeType.DECIMAL,
            NativeType.DOUBLE,
            NativeType.FLOAT,
            NativeType.INT,
            NativeType.SMALLINT,
            NativeType.TINYINT,
            NativeType.VARINT);
    private static final List<NativeType> TEXTS = List.of(NativeType.ASCII, NativeType.TEXT);
    private static final List<NativeType> MOMENTS = List.of(NativeType.TIMESTAMP, NativeType.DATE);
    private static final Map<ArithmeticOperator, List<Signature>> SIGNATURES = signatures();
    private static final String NEGATIONS = NUMBERS.stream()
            .map(type -> "system.\"_negate\" : (" + type.cqlName() + ") -> " + type.cqlName())
            .collect(Collectors.joining(", "));

    private Operators() {}

    public record Signature(NativeType left, NativeType right, NativeType result) {}

    private static Map<ArithmeticOperator, List<Signature>> signatures() {
        var all = new EnumMap<ArithmeticOperator, List<Signature>>(ArithmeticOperator.class);
        for (ArithmeticOperator operator : ArithmeticOperator.values()) {
            var signatures = new ArrayList<Signature>();
            addAll(operator, NUMBERS, NUMBERS, signatures);
            addAll(operator, TEXTS, TEXTS, signatures);
            addAll(operator, MOMENTS, List.of(NativeType.DURATION), signatures);
            all.put(operator, List.copyOf(signatures));
        }
        return all;
    }

    private static void addAll(
            ArithmeticOperator operator, List<NativeType> lefts, List<NativeType> rights, List<Signature> into) {
        for (NativeType left : lefts) {
            for (NativeType right : rights) {
                Arithmetic.resultType(operator, left, right)
                        .ifPresent(result -> into.add(new Signature(left, right, result)));
            }
        }
    }

    /// The function that an operator is.
    static String functionName(ArithmeticOperator operator) {
        return switch (operator) {
            case ADD -> "_add";
            case SUBTRACT -> "_substract";
            case MULTIPLY -> "_multiply";
            case DIVIDE -> "_divide";
            case MODULO -> "_modulo";
        };
    }

    /// @param receiver the type of what the result is for, where one is known
    /// @param hasMarker whether an operand is a bind marker
    /// @throws InvalidRequest when no signature fits, or several
    public static Signature resolve(
            ArithmeticOperator operator, Argument left, Argument right, Optional<CqlType> receiver, boolean hasMarker) {
        var lefts = new EnumMap<NativeType, Fit>(NativeType.class);
        var rights = new EnumMap<NativeType, Fit>(NativeType.class);
        var exact = new ArrayList<Signature>();
        var fitting = new ArrayList<Signature>();
        for (Signature signature : SIGNATURES.get(operator)) {
            if (!returns(signature.result, receiver)) {
                continue;
            }
            Fit first = lefts.computeIfAbsent(signature.left, left::fit);
            Fit second = first.fits() ? rights.computeIfAbsent(signature.right, right::fit) : Fit.NONE;
            if (first == Fit.EXACT && second == Fit.EXACT) {
                exact.add(signature);
            }
            if (second.fits()) {
                fitting.add(signature);
            }
        }
        if (!exact.isEmpty()) {
            return ofReceiver(exact, receiver).orElse(exact.getFirst());
        }
        if (fitting.isEmpty()) {
            throw new InvalidRequest("the '" + operator.symbol() + "' operation is not supported between " + left.text()
                    + " and " + right.text());
        }
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        Optional<Signature> same = hasMarker ? Optional.empty() : ofReceiver(fitting, receiver);
        if (same.isPresent()) {
            return same.get();
        }
        throw new InvalidRequest("Ambiguous '" + operator.symbol() + "' operation with args " + left.text() + " and "
                + right.text() + ": use type hint to disambiguate, example '(int) ?'");
    }

    /// The one whose operands are of the type that the result is for. Operands that are calls may be exactly of
    /// several types.
    private static Optional<Signature> ofReceiver(List<Signature> signatures, Optional<CqlType> receiver) {
        return signatures.stream()
                .filter(signature -> signature.left == signature.right
                        && receiver.filter(signature.left::equals).isPresent())
                .findFirst();
    }

    /// The type of a number whose sign changes, and of the result.
    ///
    /// @throws InvalidRequest when it is no number, or may be several
    public static NativeType negated(Argument operand, Optional<CqlType> receiver) {
        var fitting = new ArrayList<NativeType>();
        for (NativeType type : NUMBERS) {
            if (!returns(type, receiver)) {
                continue;
            }
            Fit fit = operand.fit(type);
            if (fit == Fit.EXACT) {
                return type;
            }
            if (fit.fits()) {
                fitting.add(type);
            }
        }
        if (fitting.isEmpty()) {
            throw new InvalidRequest("Invalid call to function system._negate, none of its type signatures match"
                    + " (known type signatures: " + NEGATIONS + ")");
        }
        if (fitting.size() > 1) {
            throw new InvalidRequest("Ambiguous negation: use type casts to disambiguate");
        }
        return fitting.getFirst();
    }

    private static boolean returns(NativeType result, Optional<CqlType> receiver) {
        return receiver.isEmpty() || Assignment.fit(receiver.get(), result).fits();
    }
}
