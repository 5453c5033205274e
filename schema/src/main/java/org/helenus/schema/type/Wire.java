package org.helenus.schema.type;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/// Java values to wire bytes and back, for those who make or read values themselves. Bytes read must be valid and not
/// empty.
public final class Wire {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Wire() {}

    public static byte[] ofBoolean(boolean value) {
        return new byte[] {(byte) (value ? 1 : 0)};
    }

    public static byte[] ofByte(byte value) {
        return new byte[] {value};
    }

    public static byte[] ofShort(short value) {
        var bytes = new byte[2];
        SHORT.set(bytes, 0, value);
        return bytes;
    }

    public static byte[] ofInt(int value) {
        var bytes = new byte[4];
        INT.set(bytes, 0, value);
        return bytes;
    }

    public static byte[] ofLong(long value) {
        var bytes = new byte[8];
        LONG.set(bytes, 0, value);
        return bytes;
    }

    public static byte[] ofFloat(float value) {
        return ofInt(Float.floatToRawIntBits(value));
    }

    public static byte[] ofDouble(double value) {
        return ofLong(Double.doubleToRawLongBits(value));
    }

    public static byte[] ofText(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] ofUuid(UUID value) {
        var bytes = new byte[16];
        LONG.set(bytes, 0, value.getMostSignificantBits());
        LONG.set(bytes, 8, value.getLeastSignificantBits());
        return bytes;
    }

    public static byte[] ofInet(InetAddress value) {
        return value.getAddress();
    }

    public static byte[] ofVarint(BigInteger value) {
        return value.toByteArray();
    }

    public static byte[] ofDecimal(BigDecimal value) {
        byte[] unscaled = value.unscaledValue().toByteArray();
        var bytes = new byte[4 + unscaled.length];
        INT.set(bytes, 0, value.scale());
        System.arraycopy(unscaled, 0, bytes, 4, unscaled.length);
        return bytes;
    }

    public static boolean toBoolean(byte[] wire) {
        return wire[0] != 0;
    }

    public static short toShort(byte[] wire) {
        return (short) SHORT.get(wire, 0);
    }

    public static int toInt(byte[] wire) {
        return intAt(wire, 0);
    }

    public static long toLong(byte[] wire) {
        return longAt(wire, 0);
    }

    public static float toFloat(byte[] wire) {
        return Float.intBitsToFloat(intAt(wire, 0));
    }

    public static double toDouble(byte[] wire) {
        return Double.longBitsToDouble(longAt(wire, 0));
    }

    public static String toText(byte[] wire) {
        return new String(wire, StandardCharsets.UTF_8);
    }

    public static UUID toUuid(byte[] wire) {
        return new UUID(longAt(wire, 0), longAt(wire, 8));
    }

    public static BigInteger toVarint(byte[] wire) {
        return new BigInteger(wire);
    }

    public static BigDecimal toDecimal(byte[] wire) {
        return new BigDecimal(new BigInteger(wire, 4, wire.length - 4), intAt(wire, 0));
    }

    static short shortAt(byte[] array, int offset) {
        return (short) SHORT.get(array, offset);
    }

    static int intAt(byte[] array, int offset) {
        return (int) INT.get(array, offset);
    }

    static long longAt(byte[] array, int offset) {
        return (long) LONG.get(array, offset);
    }

    static int compareBytes(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return Arrays.compareUnsigned(a, aOffset, aOffset + aLength, b, bOffset, bOffset + bLength);
    }
}
