package org.helenus.query.function;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.helenus.query.expression.Numbers;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.NativeType;

/// `abs`, `round`, `exp`, `log`, `log10`: of every number type, each giving its own type. The last three are as exact
/// as a double, and of decimals to 32 digits.
final class MathFunctions {
    private static final List<NativeType> NUMBERS = List.of(
            NativeType.TINYINT,
            NativeType.SMALLINT,
            NativeType.INT,
            NativeType.BIGINT,
            NativeType.FLOAT,
            NativeType.DOUBLE,
            NativeType.VARINT,
            NativeType.DECIMAL,
            NativeType.COUNTER);

    /// As many digits as Cassandra gives.
    private static final MathContext DECIMAL_DIGITS = new MathContext(32, RoundingMode.HALF_EVEN);

    /// Of what a power of e is taken; what a few bytes can name may take hours to calculate. Logarithms do not.
    private static final int MOST_EXPONENT_DIGITS = 10;

    private interface Exact {
        BigDecimal apply(BigDecimal value, MathContext digits);
    }

    private MathFunctions() {}

    static List<NativeFunction> all() {
        var all = new ArrayList<NativeFunction>();
        for (NativeType type : NUMBERS) {
            all.add(NativeFunction.of("abs", List.of(type), type, values -> abs(type, values[0])));
            all.add(NativeFunction.of("round", List.of(type), type, values -> round(type, values[0])));
            real(all, "exp", type, Math::exp, MathFunctions::exp);
            real(all, "log", type, Math::log, BigDecimalMath::log);
            real(all, "log10", type, Math::log10, BigDecimalMath::log10);
        }
        return all;
    }

    private static void real(
            List<NativeFunction> all, String name, NativeType type, DoubleUnaryOperator operator, Exact exact) {
        all.add(NativeFunction.of(name, List.of(type), type, values -> {
            if (type == NativeType.DECIMAL) {
                return Numbers.ofDecimal(ofDecimal(name, exact, Numbers.decimal(type, values[0])));
            }
            double result = operator.applyAsDouble(Numbers.floating(type, values[0]));
            return switch (type) {
                case FLOAT, DOUBLE -> Numbers.ofFloating(type, result);
                case VARINT -> finite(name, result).toBigInteger().toByteArray();
                case TINYINT, SMALLINT, INT -> Numbers.ofInteger(type, (int) result);
                default -> Numbers.ofInteger(type, (long) result);
            };
        }));
    }

    private static BigDecimal exp(BigDecimal value, MathContext digits) {
        if (value.precision() - (long) value.scale() > MOST_EXPONENT_DIGITS) {
            throw new InvalidRequest("The argument of exp is too large");
        }
        return BigDecimalMath.exp(value, digits);
    }

    private static BigDecimal ofDecimal(String name, Exact exact, BigDecimal value) {
        try {
            return exact.apply(value, DECIMAL_DIGITS);
        } catch (ArithmeticException outside) {
            throw new InvalidRequest(name + " of " + value + ": " + outside.getMessage());
        }
    }

    private static BigDecimal finite(String name, double result) {
        if (!Double.isFinite(result)) {
            throw new InvalidRequest("The result of " + name + " is not a number that decimal and varint have");
        }
        return BigDecimal.valueOf(result);
    }

    private static byte[] abs(NativeType type, byte[] value) {
        return switch (type) {
            case FLOAT, DOUBLE -> Numbers.ofFloating(type, Math.abs(Numbers.floating(type, value)));
            case DECIMAL -> Numbers.ofDecimal(Numbers.decimal(type, value).abs());
            case VARINT -> new BigInteger(value).abs().toByteArray();
            default -> Numbers.ofInteger(type, Math.abs(Numbers.integer(value)));
        };
    }

    private static byte[] round(NativeType type, byte[] value) {
        return switch (type) {
            case FLOAT -> Numbers.ofFloating(type, Math.round((float) Numbers.floating(type, value)));
            case DOUBLE -> Numbers.ofFloating(type, Math.round(Numbers.floating(type, value)));
            case DECIMAL -> Numbers.ofDecimal(Numbers.decimal(type, value).setScale(0, RoundingMode.HALF_UP));
            default -> value;
        };
    }
}
