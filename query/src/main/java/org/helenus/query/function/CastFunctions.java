package org.helenus.query.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.helenus.query.expression.Numbers;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.Wire;

/// The conversions behind `CAST(a AS b)`: numbers to numbers, as Java narrows them; times to each other; both, and
/// what has a plain spelling, to text.
final class CastFunctions {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private CastFunctions() {}

    static Optional<ScalarFunction> cast(CqlType from, CqlType to) {
        if (from.equals(to)) {
            return Optional.of(function(from, to, values -> values[0]));
        }
        if (!(from instanceof NativeType source) || !(to instanceof NativeType target)) {
            return Optional.empty();
        }
        return plain(source, target).map(plain -> function(from, to, plain));
    }

    private static ScalarFunction function(CqlType from, CqlType to, NativeFunction.Plain plain) {
        return new NativeFunction(
                "cast", List.of(from), to, true, false, (_, values) -> Optional.of(plain.apply(values)));
    }

    private static Optional<NativeFunction.Plain> plain(NativeType from, NativeType to) {
        if (Numbers.isNumber(from) && Numbers.isNumber(to) && to != NativeType.COUNTER) {
            return Optional.of(values -> number(from, to, values[0]));
        }
        return switch (to) {
            case TEXT, ASCII -> text(from);
            case TIMESTAMP ->
                switch (from) {
                    case TIMEUUID -> Optional.of(values -> Wire.ofLong(TimeFunctions.millis(values[0])));
                    case DATE -> Optional.of(values -> Wire.ofLong(TimeFunctions.millisOfDate(values[0])));
                    default -> Optional.empty();
                };
            case DATE ->
                switch (from) {
                    case TIMEUUID -> Optional.of(values -> TimeFunctions.date(TimeFunctions.millis(values[0])));
                    case TIMESTAMP -> Optional.of(values -> TimeFunctions.date(Wire.toLong(values[0])));
                    default -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }

    private static byte[] number(NativeType from, NativeType to, byte[] value) {
        return switch (to) {
            case FLOAT, DOUBLE -> Numbers.ofFloating(to, Numbers.floating(from, value));
            case DECIMAL -> Numbers.ofDecimal(decimal(from, value));
            // as Cassandra, which takes the way over long: what is beyond stops there
            case VARINT ->
                (isFloating(from)
                                ? BigInteger.valueOf((long) Numbers.floating(from, value))
                                : decimal(from, value).toBigInteger())
                        .toByteArray();
            default -> Numbers.ofInteger(to, narrow(from, to, value));
        };
    }

    private static boolean isFloating(NativeType type) {
        return type == NativeType.FLOAT || type == NativeType.DOUBLE;
    }

    private static BigDecimal decimal(NativeType from, byte[] value) {
        if (isFloating(from) && !Double.isFinite(Numbers.floating(from, value))) {
            throw new InvalidRequest("decimal has no value for " + from.format(value));
        }
        return Numbers.isInteger(from) ? BigDecimal.valueOf(Numbers.integer(value)) : Numbers.decimal(from, value);
    }

    /// As Java narrows: floating numbers stop at the ends of int and long, integers lose their upper bytes.
    private static long narrow(NativeType from, NativeType to, byte[] value) {
        return switch (from) {
            case FLOAT, DOUBLE -> {
                double number = Numbers.floating(from, value);
                yield to == NativeType.BIGINT ? (long) number : (int) number;
            }
            case DECIMAL -> Numbers.decimal(from, value).longValue();
            default -> Numbers.big(from, value).longValue();
        };
    }

    private static Optional<NativeFunction.Plain> text(NativeType from) {
        return switch (from) {
            case TINYINT, SMALLINT, INT, BIGINT, COUNTER, VARINT, FLOAT, DOUBLE, BOOLEAN, UUID, TIMEUUID ->
                Optional.of(values -> Wire.ofText(from.format(values[0])));
            case DECIMAL ->
                Optional.of(values -> Wire.ofText(Wire.toDecimal(values[0]).toString()));
            case INET, DATE, TIME ->
                Optional.of(values -> {
                    String quoted = from.format(values[0]);
                    return Wire.ofText(quoted.substring(1, quoted.length() - 1));
                });
            case TIMESTAMP ->
                Optional.of(values -> Wire.ofText(TIMESTAMP.format(Instant.ofEpochMilli(Wire.toLong(values[0])))));
            case ASCII -> Optional.of(values -> values[0]);
            case TEXT, BLOB, DURATION -> Optional.empty();
        };
    }
}
