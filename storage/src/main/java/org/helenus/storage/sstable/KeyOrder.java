package org.helenus.storage.sstable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The one order of row keys, unsigned bytes, between a key in a block and one in an array.
final class KeyOrder {
    private static final VarHandle ARRAY_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private KeyOrder() {}

    /// The sign is that of `a − b`.
    static int compare(MemorySegment a, long aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        int common = Math.min(aLength, bLength);
        int i = 0;
        for (; i + Long.BYTES <= common; i += Long.BYTES) {
            long x = a.get(SSTableFormat.LONG, aOffset + i);
            long y = (long) ARRAY_LONG.get(b, bOffset + i);
            if (x != y) {
                return Long.compareUnsigned(x, y);
            }
        }
        if (i > 0 && i < common) { // the last eight bytes: those that were compared are equal
            long x = a.get(SSTableFormat.LONG, aOffset + common - Long.BYTES);
            long y = (long) ARRAY_LONG.get(b, bOffset + common - Long.BYTES);
            return x != y ? Long.compareUnsigned(x, y) : aLength - bLength;
        }
        for (; i < common; i++) {
            int x = a.get(ValueLayout.JAVA_BYTE, aOffset + i) & 0xFF;
            int y = b[bOffset + i] & 0xFF;
            if (x != y) {
                return x - y;
            }
        }
        return aLength - bLength;
    }

    /// As [#compare(MemorySegment, long, int, byte[], int, int)]. Keys are short: that is quicker by eights than by
    /// vectors.
    static int compare(byte[] a, int aLength, byte[] b, int bLength) {
        int common = Math.min(aLength, bLength);
        for (int i = 0; i + Long.BYTES <= common; i += Long.BYTES) {
            long x = (long) ARRAY_LONG.get(a, i);
            long y = (long) ARRAY_LONG.get(b, i);
            if (x != y) {
                return Long.compareUnsigned(x, y);
            }
        }
        int rest = common & -Long.BYTES;
        return Arrays.compareUnsigned(a, rest, aLength, b, rest, bLength);
    }

    /// The first eight bytes as a number that is compared unsigned; a shorter key counts as followed by zeros.
    static long head(byte[] key, int length) {
        return head(key, 0, length);
    }

    /// The eight bytes from `from` on, of a key that ends at `end`.
    static long head(byte[] key, int from, int end) {
        if (end - from >= Long.BYTES) {
            return (long) ARRAY_LONG.get(key, from);
        }
        long head = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            head = head << 8 | (i < end ? key[i] & 0xFF : 0);
        }
        return head;
    }
}
