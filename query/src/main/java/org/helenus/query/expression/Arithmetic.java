package org.helenus.query.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.ArithmeticOperator;
import org.helenus.query.row.Slice;
import org.helenus.schema.bytes.VInt;
import org.helenus.schema.error.FunctionFailure;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;

/// `a + b` and its like: numbers, dates and timestamps with durations, and texts put together. A null operand makes a
/// null result; integers wrap.
///
/// @param leftType,rightType what the operator takes; the operands' bytes are values of these types
public record Arithmetic(
        ArithmeticOperator operator,
        Expression left,
        Expression right,
        NativeType leftType,
        NativeType rightType,
        NativeType type)
        implements Expression {
    private static final long DATE_EPOCH = 1L << 31;

    public Arithmetic(ArithmeticOperator operator, Operators.Signature signature, Expression left, Expression right) {
        this(operator, left, right, signature.left(), signature.right(), signature.result());
    }

    /// The type of a result, empty when the operator does not take these types: the wider of two numbers, where an
    /// integer beside a float counts by its size.
    static Optional<NativeType> resultType(ArithmeticOperator operator, CqlType left, CqlType right) {
        if (left instanceof NativeType a && right instanceof NativeType b) {
            if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
                return Optional.of(wider(a, b));
            }
            boolean addition = operator == ArithmeticOperator.ADD;
            if (addition && isText(a) && isText(b)) {
                return Optional.of(a == NativeType.ASCII && b == NativeType.ASCII ? NativeType.ASCII : NativeType.TEXT);
            }
            boolean temporal = a == NativeType.DATE || a == NativeType.TIMESTAMP;
            if (temporal && b == NativeType.DURATION && (addition || operator == ArithmeticOperator.SUBTRACT)) {
                return Optional.of(a);
            }
        }
        return Optional.empty();
    }

    private static boolean isText(NativeType type) {
        return type == NativeType.TEXT || type == NativeType.ASCII;
    }

    private static NativeType wider(NativeType a, NativeType b) {
        if (a == NativeType.DECIMAL || b == NativeType.DECIMAL) {
            return NativeType.DECIMAL;
        }
        boolean floating = isFloating(a) || isFloating(b);
        int rank = Math.max(rank(a), rank(b));
        if (floating) {
            return rank == 4 ? NativeType.DECIMAL : rank == 3 ? NativeType.DOUBLE : NativeType.FLOAT;
        }
        return switch (rank) {
            case 0 -> NativeType.TINYINT;
            case 1 -> NativeType.SMALLINT;
            case 2 -> NativeType.INT;
            case 3 -> NativeType.BIGINT;
            default -> NativeType.VARINT;
        };
    }

    private static boolean isFloating(NativeType type) {
        return type == NativeType.FLOAT || type == NativeType.DOUBLE;
    }

    private static int rank(NativeType type) {
        return switch (type) {
            case TINYINT -> 0;
            case SMALLINT -> 1;
            case INT, FLOAT -> 2;
            case BIGINT, COUNTER, DOUBLE -> 3;
            default -> 4;
        };
    }

    @Override
    public boolean isConstant() {
        return left.isConstant() && right.isConstant();
    }

    @Override
    public void evaluate(Scope scope, Slice into) {
        if (!hasValue(left, scope, into)) {
            return;
        }
        byte[] a = into.bytes();
        if (!hasValue(right, scope, into)) {
            return;
        }
        byte[] b = into.bytes();
        try {
            into.set(apply(a, b));
        } catch (ArithmeticException | java.time.DateTimeException | InvalidRequest e) {
            throw new FunctionFailure(
                    "the operation '" + leftType.cqlName() + " " + operator.symbol() + " " + rightType.cqlName()
                            + "' failed: " + e.getMessage(),
                    "system",
                    operator.symbol(),
                    List.of(leftType.cqlName(), rightType.cqlName()));
        }
    }

    /// Evaluates an operand; empty numbers and times are none.
    private boolean hasValue(Expression operand, Scope scope, Slice into) {
        operand.evaluate(scope, into);
        if (into.isUnset()) {
            throw Call.unset(Operators.functionName(operator));
        }
        if (into.hasValue() && (into.length > 0 || isText(type))) {
            return true;
        }
        into.setNull();
        return false;
    }

    private byte[] apply(byte[] a, byte[] b) {
        return switch (type) {
            case TINYINT, SMALLINT, INT, BIGINT ->
                Numbers.ofInteger(type, integers(Numbers.integer(a), Numbers.integer(b)));
            case VARINT ->
                bigs(Numbers.big(leftType, a), Numbers.big(rightType, b)).toByteArray();
            case FLOAT -> {
                float x = (float) Numbers.floating(leftType, a);
                float y = (float) Numbers.floating(rightType, b);
                yield Numbers.ofFloating(type, floats(x, y));
            }
            case DOUBLE ->
                Numbers.ofFloating(type, doubles(Numbers.floating(leftType, a), Numbers.floating(rightType, b)));
            case DECIMAL -> Numbers.ofDecimal(decimals(Numbers.decimal(leftType, a), Numbers.decimal(rightType, b)));
            case TEXT, ASCII -> {
                var joined = java.util.Arrays.copyOf(a, a.length + b.length);
                System.arraycopy(b, 0, joined, a.length, b.length);
                yield joined;
            }
            case DATE, TIMESTAMP -> shifted(a, b);
            default -> throw new IllegalStateException(type.cqlName());
        };
    }

    private long integers(long a, long b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MODULO -> a % b;
        };
    }

    private BigInteger bigs(BigInteger a, BigInteger b) {
        return switch (operator) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.subtract(b);
            case MULTIPLY -> a.multiply(b);
            case DIVIDE -> a.divide(b);
            case MODULO -> a.remainder(b);
        };
    }

    private float floats(float a, float b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MODULO -> a % b;
        };
    }

    private double doubles(double a, double b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MODULO -> a % b;
        };
    }

    private BigDecimal decimals(BigDecimal a, BigDecimal b) {
        return switch (operator) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.subtract(b);
            case MULTIPLY -> a.multiply(b);
            case DIVIDE -> quotient(a, b);
            case MODULO -> a.remainder(b);
        };
    }

    /// At least 32 digits behind the point, at most 1000: as many as the operands call for.
    private static BigDecimal quotient(BigDecimal a, BigDecimal b) {
        if (b.signum() == 0) {
            throw new ArithmeticException("BigInteger divide by zero");
        }
        int estimate = a.precision() - a.scale() - (b.precision() - b.scale());
        int scale = Math.clamp(Math.max(32, Math.max(a.scale(), b.scale())) - (long) Math.min(estimate, 0), 32, 1000);
        return a.divide(b, scale, RoundingMode.HALF_UP).stripTrailingZeros().round(MathContext.UNLIMITED);
    }

    private byte[] shifted(byte[] moment, byte[] duration) {
        int sign = operator == ArithmeticOperator.ADD ? 1 : -1;
        int daysAt = VInt.sizeFromFirstByte(duration[0]);
        int nanosAt = daysAt + VInt.sizeFromFirstByte(duration[daysAt]);
        long months = sign * VInt.readSigned(duration, 0);
        long days = sign * VInt.readSigned(duration, daysAt);
        long nanos = sign * VInt.readSigned(duration, nanosAt);
        if (type == NativeType.DATE) {
            if (nanos != 0) {
                throw new InvalidRequest(
                        "The duration must have a day precision. Was: " + NativeType.DURATION.format(duration));
            }
            long day = (Numbers.integer(moment) & 0xFFFF_FFFFL) - DATE_EPOCH;
            LocalDate date = LocalDate.ofEpochDay(day).plusMonths(months).plusDays(days);
            return Numbers.integer32((int) (date.toEpochDay() + DATE_EPOCH));
        }
        if (nanos % 1_000_000 != 0) {
            throw new InvalidRequest(
                    "The duration must have a millisecond precision. Was: " + NativeType.DURATION.format(duration));
        }
        Instant instant = Instant.ofEpochMilli(Numbers.integer(moment))
                .atOffset(ZoneOffset.UTC)
                .plusMonths(months)
                .plusDays(days)
                .plus(Duration.ofNanos(nanos))
                .toInstant();
        return Numbers.bigint(instant.toEpochMilli());
    }
}
