package org.helenus.schema.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing byte array that everything is encoded into. Integers are big-endian. One thread at a time.
///
/// [#array()] is the live array: valid until the next write, which may replace it.
public final class ByteWriter {
    /// The largest array that every JVM can allocate.
    public static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] array;
    private int length;

    public ByteWriter() {
        this(256);
    }

    public ByteWriter(int capacity) {
        array = new byte[Math.max(16, capacity)];
    }

    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    public void reset() {
        length = 0;
    }

    /// Forgets what was written at and after `newLength`.
    public void truncate(int newLength) {
        if (newLength < 0 || newLength > length) {
            throw new IllegalArgumentException("truncate to " + newLength + " of " + length);
        }
        length = newLength;
    }

    public byte[] toArray() {
        return Arrays.copyOf(array, length);
    }

    /// Makes room for `more` bytes, so that the following writes of as many do not copy.
    public void ensure(int more) {
        if (array.length - length < more) {
            grow(more);
        }
    }

    /// Takes what the caller has put into [#array] behind the end, after [#ensure] made room for it.
    public void claim(int count) {
        if (count < 0 || count > array.length - length) {
            throw new IndexOutOfBoundsException("claim " + count + " of " + (array.length - length));
        }
        length += count;
    }

    private void grow(int more) {
        long wanted = (long) length + more;
        if (more < 0 || wanted > MAX_BYTES) {
            throw new IllegalStateException("a byte array cannot hold " + wanted + " bytes");
        }
        array = Arrays.copyOf(array, (int) Math.min(MAX_BYTES, Math.max(wanted, (long) array.length * 2)));
    }

    public void u8(int value) {
        ensure(1);
        array[length++] = (byte) value;
    }

    public void u16(int value) {
        ensure(2);
        SHORT.set(array, length, (short) value);
        length += 2;
    }

    public void i32(int value) {
        ensure(4);
        INT.set(array, length, value);
        length += 4;
    }

    public void i64(long value) {
        ensure(8);
        LONG.set(array, length, value);
        length += 8;
    }

    public void unsignedVInt(long value) {
        ensure(VInt.MAX_BYTES);
        length = VInt.writeUnsigned(array, length, value);
    }

    public void signedVInt(long value) {
        unsignedVInt(VInt.zigZag(value));
    }

    public void bytes(byte[] source) {
        bytes(source, 0, source.length);
    }

    public void bytes(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, array, length, count);
        length += count;
    }

    /// A vint length and UTF-8, as [ByteReader#text()] reads it.
    public void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        unsignedVInt(utf8.length);
        bytes(utf8);
    }

    /// Overwrites four bytes written before, such as a length known only now.
    public void setI32(int at, int value) {
        if (at < 0 || at > length - 4) {
            throw new IndexOutOfBoundsException("setI32 at " + at + " of " + length);
        }
        INT.set(array, at, value);
    }

    /// Complements every byte from `from` to the end: turns an ascending form into its descending one.
    public void complement(int from) {
        for (int i = from; i < length; i++) {
            array[i] = (byte) ~array[i];
        }
    }
}
