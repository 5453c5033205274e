package org.helenus.schema.bytes;

/// Variable-length integers as Cassandra writes them: the leading one-bits of the first byte count the bytes that
/// follow; the rest is big-endian. Signed values are zig-zagged first.
///
///     0xxxxxxx                      7 bits
///     10xxxxxx xxxxxxxx            14 bits
///     …
///     11111111 8 bytes             64 bits
public final class VInt {
    public static final int MAX_BYTES = 9;

    private VInt() {}

    public static long zigZag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    public static long unZigZag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    /// Bytes that `value`, read as unsigned, takes.
    public static int sizeUnsigned(long value) {
        int bits = 64 - Long.numberOfLeadingZeros(value | 1);
        return bits > 56 ? 9 : (bits + 6) / 7;
    }

    public static int sizeSigned(long value) {
        return sizeUnsigned(zigZag(value));
    }

    /// Writes at `position` and returns the position after. The array must have room.
    public static int writeUnsigned(byte[] array, int position, long value) {
        if ((value & ~0x7FL) == 0) {
            array[position] = (byte) value;
            return position + 1;
        }
        int size = sizeUnsigned(value);
        int extra = size - 1;
        long rest = value;
        for (int i = extra; i > 0; i--) {
            array[position + i] = (byte) rest;
            rest >>>= 8;
        }
        // extra leading ones, a zero (but for nine bytes), then what is left of the value
        array[position] = (byte) ((0xFF00 >> extra) | rest);
        return position + size;
    }

    public static int writeSigned(byte[] array, int position, long value) {
        return writeUnsigned(array, position, zigZag(value));
    }

    /// Bytes of the integer whose first byte is given.
    public static int sizeFromFirstByte(byte first) {
        return 1 + Integer.numberOfLeadingZeros((~first << 24) | 0x0080_0000);
    }

    /// Reads at `position`; the size is that of [#sizeFromFirstByte(byte)].
    ///
    /// @throws IndexOutOfBoundsException when the array ends before the integer does
    public static long readUnsigned(byte[] array, int position) {
        byte first = array[position];
        if (first >= 0) {
            return first;
        }
        int extra = sizeFromFirstByte(first) - 1;
        long value = extra >= 7 ? 0 : first & (0xFF >> (extra + 1));
        for (int i = 1; i <= extra; i++) {
            value = value << 8 | array[position + i] & 0xFF;
        }
        return value;
    }

    public static long readSigned(byte[] array, int position) {
        return unZigZag(readUnsigned(array, position));
    }
}
