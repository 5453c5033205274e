package org.helenus.schema.type;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads order-preserving bytes back, from `position` up to `limit`. Types advance `position`.
///
/// A descending component is complemented: [#descending(boolean)] makes every read give the ascending bytes.
/// Running past the limit is damage: it throws `IllegalStateException`, never reads beyond.
public final class OrderedReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    public byte[] array;
    public int position;
    public int limit;
    private int mask;

    public OrderedReader(byte[] array, int position, int limit) {
        reset(array, position, limit);
    }

    /// Starts again on other bytes, ascending.
    public void reset(byte[] newArray, int newPosition, int newLimit) {
        if (newPosition < 0 || newLimit < newPosition || newLimit > newArray.length) {
            throw new IllegalArgumentException(
                    "not a range of " + newArray.length + ": " + newPosition + ".." + newLimit);
        }
        array = newArray;
        position = newPosition;
        limit = newLimit;
        mask = 0;
    }

    public void descending(boolean descending) {
        mask = descending ? 0xFF : 0;
    }

    public boolean hasRemaining() {
        return position < limit;
    }

    private void need(int count) {
        if (limit - position < count) {
            throw new IllegalStateException(
                    "ordered bytes end at " + limit + ", " + count + " more wanted at " + position);
        }
    }

    int u8() {
        need(1);
        return (array[position++] & 0xFF) ^ mask;
    }

    int peek(int ahead) {
        need(ahead + 1);
        return (array[position + ahead] & 0xFF) ^ mask;
    }

    int u16() {
        return u8() << 8 | u8();
    }

    int i32() {
        need(4);
        int value = (int) INT.get(array, position);
        position += 4;
        return mask == 0 ? value : ~value;
    }

    long i64() {
        need(8);
        long value = (long) LONG.get(array, position);
        position += 8;
        return mask == 0 ? value : ~value;
    }

    byte[] bytes(int count) {
        need(count);
        var copy = new byte[count];
        for (int i = 0; i < count; i++) {
            copy[i] = (byte) (array[position + i] ^ mask);
        }
        position += count;
        return copy;
    }
}
