package org.helenus.tools.load;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.merge.EntrySink;
import org.helenus.storage.merge.EntrySource;
import org.helenus.storage.merge.RowMerger;

/// Rows in memory, in the order they came; sorted when they are read. Versions of one row are merged then, by their
/// timestamps.
///
/// Rows lie in chunks: `i32 key length | i32 value length | key | value`. What is sorted is one long a row: the upper
/// 40
/// bits of its token, then 24 bits that say which row; only where those 40 bits are equal, keys are compared. One
/// thread.
final class SortBuffer implements EntrySource {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int LARGEST_CHUNK_BYTES = 1 << 20;
    private static final int FIRST_PLACES = 256;
    private static final int INDEX_BITS = 24;
    private static final int MOST_ROWS = 1 << INDEX_BITS;
    private static final long INDEX_MASK = MOST_ROWS - 1;
    private static final int HEAD_BYTES = 8;

    private final int usualChunkBytes;
    private final List<byte[]> chunks = new ArrayList<>();
    private int used;
    private long chunkBytes;
    /// Where each row lies: number of the chunk, place in it.
    private long[] places = new long[FIRST_PLACES];

    private int rows;
    private long[] order = new long[0];
    private boolean sorted;

    /// @param budgetBytes about how much it is to take
    SortBuffer(long budgetBytes) {
        usualChunkBytes = Math.clamp(budgetBytes / 16, 1 << 10, LARGEST_CHUNK_BYTES);
    }

    /// Adds a row, whose key comes in two parts: the prefix of its partition, and what follows.
    void add(
            byte[] array,
            int prefixOffset,
            int prefixLength,
            int suffixOffset,
            int suffixLength,
            int valueOffset,
            int valueLength) {
        int keyLength = prefixLength + suffixLength;
        byte[] chunk = room(HEAD_BYTES + keyLength + valueLength);
        if (rows == places.length) {
            places = Arrays.copyOf(places, Math.min(MOST_ROWS, rows * 2));
        }
        places[rows++] = (long) (chunks.size() - 1) << 32 | used;
        putInt(chunk, used, keyLength);
        putInt(chunk, used + 4, valueLength);
        used += HEAD_BYTES;
        System.arraycopy(array, prefixOffset, chunk, used, prefixLength);
        System.arraycopy(array, suffixOffset, chunk, used + prefixLength, suffixLength);
        System.arraycopy(array, valueOffset, chunk, used + keyLength, valueLength);
        used += keyLength + valueLength;
        sorted = false;
    }

    private byte[] room(int bytes) {
        if (chunks.isEmpty() || chunks.getLast().length - used < bytes) {
            byte[] chunk = new byte[Math.max(usualChunkBytes, bytes)];
            chunks.add(chunk);
            chunkBytes += chunk.length;
            used = 0;
        }
        return chunks.getLast();
    }

    /// Memory that is taken, sorting included.
    long bytes() {
        return chunkBytes + 16L * places.length;
    }

    int rows() {
        return rows;
    }

    boolean isFull() {
        return rows == MOST_ROWS;
    }

    void clear() {
        chunks.clear();
        used = 0;
        chunkBytes = 0;
        places = new long[FIRST_PLACES];
        order = new long[0];
        rows = 0;
    }

    private static void putInt(byte[] array, int at, int value) {
        INT.set(array, at, value);
    }

    private static int getInt(byte[] array, int at) {
        return (int) INT.get(array, at);
    }

    private byte[] chunk(int row) {
        return chunks.get((int) (places[row] >>> 32));
    }

    private int start(int row) {
        return (int) places[row];
    }

    // ---- sorting

    private void sort() {
        if (sorted) {
            return;
        }
        order = new long[rows];
        for (int row = 0; row < rows; row++) {
            byte[] chunk = chunk(row);
            int at = start(row);
            // A key begins with its token, the sign flipped; flipped back, their signed order is that of
            // the keys.
            long token = (long) LONG.get(chunk, at + HEAD_BYTES) ^ Long.MIN_VALUE;
            order[row] = token & ~INDEX_MASK | row;
        }
        Arrays.sort(order);
        for (int from = 0; from < rows; ) {
            int to = from + 1;
            while (to < rows && (order[to] & ~INDEX_MASK) == (order[from] & ~INDEX_MASK)) {
                to++;
            }
            if (to - from > 1) {
                sortByKeys(from, to);
            }
            from = to;
        }
        sorted = true;
    }

    /// Rows of one partition, mostly. Stable: versions of a row stay in the order they came.
    private void sortByKeys(int from, int to) {
        var same = new Long[to - from];
        for (int i = 0; i < same.length; i++) {
            same[i] = order[from + i];
        }
        Arrays.sort(same, (a, b) -> compareKeys((int) (a & INDEX_MASK), (int) (b & INDEX_MASK)));
        for (int i = 0; i < same.length; i++) {
            order[from + i] = same[i];
        }
    }

    private int compareKeys(int a, int b) {
        byte[] left = chunk(a);
        byte[] right = chunk(b);
        int leftKey = start(a) + HEAD_BYTES;
        int rightKey = start(b) + HEAD_BYTES;
        return Arrays.compareUnsigned(
                left,
                leftKey,
                leftKey + getInt(left, leftKey - HEAD_BYTES),
                right,
                rightKey,
                rightKey + getInt(right, rightKey - HEAD_BYTES));
    }

    // ---- as a source of a merge

    /// All of it, in order; one cursor at a time, and no [#add] meanwhile.
    @Override
    public EntryCursor scan(KeyRange range, boolean reversed, ReadMode mode) {
        if (reversed || !range.equals(KeyRange.ALL)) {
            throw new UnsupportedOperationException("rows are read from the first to the last");
        }
        sort();
        return new Sorted();
    }

    private final class Sorted extends EntryCursor {
        private final RowMerger merger = new RowMerger();
        private ByteWriter merged = new ByteWriter(512);
        private byte[] key = new byte[256];
        private int next;
        private MemorySegment value = MemorySegment.NULL;
        private byte[] valueArray = {};

        @Override
        public boolean next() {
            if (next == rows) {
                return false;
            }
            int row = row(next);
            byte[] chunk = chunk(row);
            int at = start(row);
            int keyLength = getInt(chunk, at);
            if (key.length < keyLength) {
                key = new byte[Math.max(keyLength, 2 * key.length)];
            }
            System.arraycopy(chunk, at + HEAD_BYTES, key, 0, keyLength);
            standOn(key, keyLength);
            int end = next + 1;
            while (end < rows && isSameHead(next, end) && compareKeys(row, row(end)) == 0) {
                end++;
            }
            if (end == next + 1) {
                value(chunk, at + HEAD_BYTES + keyLength, getInt(chunk, at + 4));
            } else {
                merge(next, end);
            }
            next = end;
            return true;
        }

        private boolean isSameHead(int a, int b) {
            return ((order[a] ^ order[b]) & ~INDEX_MASK) == 0;
        }

        private int row(int index) {
            return (int) (order[index] & INDEX_MASK);
        }

        private void merge(int from, int to) {
            merger.reset();
            for (int i = from; i < to; i++) {
                int row = row(i);
                byte[] chunk = chunk(row);
                int at = start(row);
                merger.add(chunk, at + HEAD_BYTES + getInt(chunk, at), getInt(chunk, at + 4));
            }
            merged = RowMerger.emptied(merged);
            if (!merger.merge(DeletionList.NONE, DropTimes.NONE, merged)) {
                throw new IllegalStateException("versions of a row that say nothing together");
            }
            value(merged.array(), 0, merged.length());
        }

        @SuppressWarnings("ReferenceEquality") // only spares wrapping the same array again
        private void value(byte[] array, int offset, int length) {
            if (array != valueArray) {
                valueArray = array;
                value = MemorySegment.ofArray(array);
            }
            standOnValue(value, offset, length);
        }

        @Override
        public void close() {}
    }

    @Override
    public boolean get(byte[] key, int keyLength, ReadMode mode, EntrySink into) throws IOException {
        throw new UnsupportedOperationException("rows are only read in order");
    }

    @Override
    public DeletionList deletions() {
        return DeletionList.EMPTY;
    }

    @Override
    public long minTimestamp() {
        return Long.MIN_VALUE;
    }

    @Override
    public long maxTimestamp() {
        return Long.MAX_VALUE;
    }
}
