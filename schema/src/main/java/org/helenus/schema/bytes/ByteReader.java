package org.helenus.schema.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what a [ByteWriter] wrote, never past its limit, and never makes an array longer than what is left.
/// Bytes that end too early, or lengths that cannot be, throw `IllegalArgumentException`.
public final class ByteReader {
    private final byte[] array;
    private final int limit;
    private int position;

    public ByteReader(byte[] array, int offset, int length) {
        if (offset < 0 || length < 0 || length > array.length - offset) {
            throw new IllegalArgumentException("not a range of " + array.length + " bytes: " + offset + ", " + length);
        }
        this.array = array;
        this.position = offset;
        this.limit = offset + length;
    }

    public int remaining() {
        return limit - position;
    }

    private int take(int count) {
        if (count < 0 || count > limit - position) {
            throw new IllegalArgumentException(count + " bytes wanted, " + (limit - position) + " left");
        }
        int at = position;
        position += count;
        return at;
    }

    public int u8() {
        return array[take(1)] & 0xFF;
    }

    public int u16() {
        return u8() << 8 | u8();
    }

    public int i32() {
        return u16() << 16 | u16();
    }

    public long i64() {
        return (long) i32() << 32 | i32() & 0xFFFF_FFFFL;
    }

    public long unsignedVInt() {
        int size = VInt.sizeFromFirstByte(array[take(1)]);
        position--;
        return VInt.readUnsigned(array, take(size));
    }

    public long signedVInt() {
        return VInt.unZigZag(unsignedVInt());
    }

    /// A vint that counts things of which each takes at least one byte: never more than what is left.
    public int count() {
        long count = unsignedVInt();
        if (count < 0 || count > remaining()) {
            throw new IllegalArgumentException("a count of " + count + ", " + remaining() + " bytes left");
        }
        return (int) count;
    }

    public byte[] bytes(int count) {
        int at = take(count);
        return Arrays.copyOfRange(array, at, at + count);
    }

    /// A vint length and UTF-8.
    public String text() {
        int length = count();
        return new String(array, take(length), length, StandardCharsets.UTF_8);
    }
}
