package org.helenus.storage.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.helenus.schema.bytes.VInt;

/// Reads big-endian integers and counted bytes from a part of an array, and never beyond it: whatever the bytes say,
/// the answer is a value, or a [MalformedBytesException]. One thread.
public final class ByteReader {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] array = new byte[0];
    private int position;
    private int limit;

    public ByteReader() {}

    public ByteReader(byte[] array, int offset, int length) {
        reset(array, offset, length);
    }

    public void reset(byte[] newArray, int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, newArray.length);
        array = newArray;
        position = offset;
        limit = offset + length;
    }

    public byte[] array() {
        return array;
    }

    public int position() {
        return position;
    }

    public int limit() {
        return limit;
    }

    public boolean hasRemaining() {
        return position < limit;
    }

    private void need(int count) {
        if (limit - position < count) {
            throw new MalformedBytesException(
                    count + " bytes wanted at " + position + ", but the part ends at " + limit);
        }
    }

    public int u8() {
        need(1);
        return array[position++] & 0xFF;
    }

    public int i32() {
        need(4);
        int value = (int) INT.get(array, position);
        position += 4;
        return value;
    }

    public long i64() {
        need(8);
        long value = (long) LONG.get(array, position);
        position += 8;
        return value;
    }

    public long unsignedVInt() {
        need(1);
        byte first = array[position];
        if (first >= 0) {
            position++;
            return first;
        }
        int size = VInt.sizeFromFirstByte(first);
        need(size);
        long value = VInt.readUnsigned(array, position);
        position += size;
        return value;
    }

    public long signedVInt() {
        return VInt.unZigZag(unsignedVInt());
    }

    /// A vint from 0 to `most`.
    public int smallVInt(int most) {
        long value = unsignedVInt();
        if (value < 0 || value > most) {
            throw new MalformedBytesException(
                    Long.toUnsignedString(value) + " before " + position + ", where at most " + most + " can be");
        }
        return (int) value;
    }

    /// A vint that counts bytes which follow and are there.
    public int length() {
        return smallVInt(limit - position);
    }

    /// Passes over bytes and gives where they started.
    public int skip(int count) {
        need(count);
        int start = position;
        position += count;
        return start;
    }

    public byte[] bytes(int count) {
        int start = skip(count);
        return Arrays.copyOfRange(array, start, start + count);
    }
}
