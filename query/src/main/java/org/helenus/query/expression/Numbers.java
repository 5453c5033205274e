package org.helenus.query.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.NativeType;

/// Wire bytes of numbers, there and back. Bytes are valid and not empty.
public final class Numbers {
    private static final int MAX_SCALE = 10_000;

    private Numbers() {}

    public static boolean isInteger(NativeType type) {
        return switch (type) {
            case TINYINT, SMALLINT, INT, BIGINT, COUNTER -> true;
            default -> false;
        };
    }

    public static boolean isNumber(NativeType type) {
        return switch (type) {
            case TINYINT, SMALLINT, INT, BIGINT, COUNTER, VARINT, FLOAT, DOUBLE, DECIMAL -> true;
            default -> false;
        };
    }

    /// A big-endian two's complement integer of up to eight bytes.
    public static long integer(byte[] array, int offset, int length) {
        long value = array[offset];
        for (int i = 1; i < length; i++) {
            value = value << 8 | array[offset + i] & 0xFF;
        }
        return value;
    }

    public static long integer(byte[] wire) {
        return integer(wire, 0, wire.length);
    }

    /// The low bytes of `value` in the width of an integer type: overflow wraps.
    public static byte[] ofInteger(NativeType type, long value) {
        int width = switch (type) {
            case TINYINT -> 1;
            case SMALLINT -> 2;
            case INT -> 4;
            default -> 8;
        };
        var bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (value >>> (8 * (width - 1 - i)));
        }
        return bytes;
    }

    public static byte[] bigint(long value) {
        return ofInteger(NativeType.BIGINT, value);
    }

    public static byte[] integer32(int value) {
        return ofInteger(NativeType.INT, value);
    }

    public static double floating(NativeType type, byte[] wire) {
        return switch (type) {
            case FLOAT -> ByteBuffer.wrap(wire).getFloat();
            case DOUBLE -> ByteBuffer.wrap(wire).getDouble();
            case VARINT -> new BigInteger(wire).doubleValue();
            case DECIMAL -> decimal(type, wire).doubleValue();
            default -> integer(wire);
        };
    }

    public static byte[] ofFloating(NativeType type, double value) {
        return type == NativeType.FLOAT
                ? ByteBuffer.allocate(4).putFloat((float) value).array()
                : ByteBuffer.allocate(8).putDouble(value).array();
    }

    public static BigInteger big(NativeType type, byte[] wire) {
        return type == NativeType.VARINT ? new BigInteger(wire) : BigInteger.valueOf(integer(wire));
    }

    public static BigDecimal decimal(NativeType type, byte[] wire) {
        return switch (type) {
            case DECIMAL -> calculable((int) integer(wire, 0, 4), wire);
            case VARINT -> new BigDecimal(new BigInteger(wire));
            case FLOAT ->
                new BigDecimal(
                        Float.toString((float) finite(ByteBuffer.wrap(wire).getFloat())));
            case DOUBLE -> BigDecimal.valueOf(finite(ByteBuffer.wrap(wire).getDouble()));
            // As Cassandra: through a double, which leaves one digit behind the point.
            default -> BigDecimal.valueOf((double) integer(wire));
        };
    }

    /// A few bytes can name a number of billions of digits; calculating with it would write them all out.
    private static BigDecimal calculable(int scale, byte[] wire) {
        if (scale < -MAX_SCALE || scale > MAX_SCALE) {
            throw new InvalidRequest("Cannot calculate with a decimal of scale " + scale);
        }
        return new BigDecimal(wire.length == 4 ? BigInteger.ZERO : new BigInteger(wire, 4, wire.length - 4), scale);
    }

    private static double finite(double value) {
        if (Double.isNaN(value)) {
            throw new ArithmeticException("A NaN cannot be converted into a decimal");
        }
        if (Double.isInfinite(value)) {
            throw new ArithmeticException("An infinite number cannot be converted into a decimal");
        }
        return value;
    }

    public static byte[] ofDecimal(BigDecimal value) {
        byte[] unscaled = value.unscaledValue().toByteArray();
        var out = new ByteWriter(unscaled.length + 4);
        out.i32(value.scale());
        out.bytes(unscaled);
        return out.toArray();
    }
}
