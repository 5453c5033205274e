package org.helenus.storage.sstable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Collects the entries of one block. They come in key order; the writer sees to it. [Transposition] takes them from
/// here column by column, or [#layOut] gives them as [BlockFormat] draws them.
///
/// One thread; the arrays are the builder's, and change with the next [#append] or [#clear].
final class BlockBuilder {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] keys = new byte[8 << 10];
    private byte[] values = new byte[16 << 10];
    private int[] keyEnds = new int[64];
    private int[] valueEnds = new int[64];
    /// Bytes that each key shares with the one before it.
    private int[] shares = new int[64];
    private int count;
    private int prefix;
    private byte[] content = new byte[0];

    void clear() {
        count = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /// The keys, whole, one behind the other.
    byte[] keys() {
        return keys;
    }

    /// Where key `i` begins; for `i == count` the end of the last.
    int keyStart(int i) {
        return i == 0 ? 0 : keyEnds[i - 1];
    }

    int shared(int i) {
        return shares[i];
    }

    byte[] values() {
        return values;
    }

    int valueStart(int i) {
        return i == 0 ? 0 : valueEnds[i - 1];
    }

    /// Bytes that all keys begin with.
    int prefix() {
        return prefix;
    }

    /// Bytes of the block were it finished now, about: keys are taken to reach beyond their heads.
    int estimate() {
        if (count == 0) {
            return BlockFormat.HEADER_BYTES;
        }
        long rests = Math.max(0, keyEnds[count - 1] - (long) count * (prefix + BlockFormat.HEAD_BYTES));
        return (int) (BlockFormat.entriesOffset(prefix, count) + rests + valueEnds[count - 1]);
    }

    /// @param sharedWithLast bytes that `key` shares with the key appended before it
    void append(byte[] key, int keyLength, int sharedWithLast, MemorySegment segment, long offset, int valueLength) {
        int keyStart = keyStart(count);
        int valueStart = valueStart(count);
        if ((long) keyStart + valueStart + keyLength + valueLength + BlockFormat.entriesOffset(prefix, count + 1)
                > SSTableFormat.MAX_BLOCK_BYTES) {
            throw new IllegalArgumentException("a block of more than " + SSTableFormat.MAX_BLOCK_BYTES + " bytes");
        }
        if (count == keyEnds.length) {
            keyEnds = Arrays.copyOf(keyEnds, 2 * count);
            valueEnds = Arrays.copyOf(valueEnds, 2 * count);
            shares = Arrays.copyOf(shares, 2 * count);
        }
        prefix = count == 0 ? keyLength : Math.min(prefix, sharedWithLast);
        shares[count] = count == 0 ? 0 : sharedWithLast;
        keys = withRoom(keys, keyStart + keyLength);
        System.arraycopy(key, 0, keys, keyStart, keyLength);
        keyEnds[count] = keyStart + keyLength;
        values = withRoom(values, valueStart + valueLength);
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, values, valueStart, valueLength);
        valueEnds[count] = valueStart + valueLength;
        count++;
    }

    private static byte[] withRoom(byte[] bytes, int needed) {
        return needed <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }

    /// Bytes of the block, laid out.
    int length() {
        long length = BlockFormat.entriesOffset(prefix, count) + valueEnds[count - 1];
        for (int i = 0; i < count; i++) {
            length += rest(i);
        }
        return (int) length;
    }

    /// What key `i` has beyond its head.
    private int rest(int i) {
        return Math.max(0, keyEnds[i] - keyStart(i) - prefix - BlockFormat.HEAD_BYTES);
    }

    /// The block, in the first [#length] bytes, until the builder is used again.
    byte[] layOut() {
        int length = length();
        content = withRoom(content, length);
        INT.set(content, 0, BlockFormat.FORMAT << 24 | prefix);
        INT.set(content, 4, count);
        LONG.set(content, BlockFormat.LAST_HEAD_OFFSET, head(count - 1));
        System.arraycopy(keys, 0, content, BlockFormat.HEADER_BYTES, prefix);
        int heads = BlockFormat.HEADER_BYTES + prefix;
        int slots = heads + BlockFormat.HEAD_BYTES * count;
        int to = (int) BlockFormat.entriesOffset(prefix, count);
        INT.set(content, to - Integer.BYTES, length);
        for (int i = 0; i < count; i++) {
            LONG.set(content, heads + BlockFormat.HEAD_BYTES * i, head(i));
            INT.set(content, slots + BlockFormat.SLOT_BYTES * i, to);
            INT.set(content, slots + BlockFormat.SLOT_BYTES * i + Integer.BYTES, keyEnds[i] - keyStart(i) - prefix);
            int rest = rest(i);
            System.arraycopy(keys, keyEnds[i] - rest, content, to, rest);
            to += rest;
            int value = valueEnds[i] - valueStart(i);
            System.arraycopy(values, valueStart(i), content, to, value);
            to += value;
        }
        return content;
    }

    private long head(int i) {
        return KeyOrder.head(keys, keyStart(i) + prefix, keyEnds[i]);
    }
}
