package org.helenus.storage.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.KeyRange;

/// Deletions of partitions and ranges, as fragments `[start, end)` of the key space: sorted, not overlapping, and never
/// two that touch and say the same. Where deletions overlapped, the fragment holds the greatest timestamp and, on a tie,
/// the later deletion time. So a list does not depend on the order in which it was put together.
///
/// A fragment shadows every cell in its range written at or before its timestamp. Immutable; any thread.
public final class DeletionList {
    public static final DeletionList EMPTY = new DeletionList(new byte[0][], new byte[0][], new long[0], new long[0], 0);

    /// What [#coveringTimestamp] gives where nothing covers; no write has it.
    public static final long NONE = Long.MIN_VALUE;

    private final byte[][] starts;
    private final byte[][] ends;
    private final long[] timestamps;
    private final long[] seconds;
    private final int size;

    private DeletionList(byte[][] starts, byte[][] ends, long[] timestamps, long[] seconds, int size) {
        this.starts = starts;
        this.ends = ends;
        this.timestamps = timestamps;
        this.seconds = seconds;
        this.size = size;
    }

    /// A list of one; empty when the range is.
    public static DeletionList of(byte[] start, byte[] end, long timestamp, long deletionSeconds) {
        if (Arrays.compareUnsigned(start, end) >= 0) {
            return EMPTY;
        }
        return new DeletionList(
                new byte[][] {start}, new byte[][] {end}, new long[] {timestamp}, new long[] {deletionSeconds}, 1);
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// First key of the fragment. The list's own array: leave it alone.
    public byte[] start(int index) {
        return starts[index];
    }

    /// First key after the fragment. The list's own array: leave it alone.
    public byte[] end(int index) {
        return ends[index];
    }

    /// Microseconds.
    public long timestamp(int index) {
        return timestamps[index];
    }

    /// When the deletion was made, in epoch seconds: what gc grace counts from.
    public long deletionSeconds(int index) {
        return seconds[index];
    }

    /// The fragment that a key lies in, or −1.
    public int covering(byte[] key, int keyLength) {
        int index = firstEndingAfter(key, keyLength);
        return index < size && compare(starts[index], key, keyLength) <= 0 ? index : -1;
    }

    /// The timestamp of the fragment that a key lies in, or [#NONE].
    public long coveringTimestamp(byte[] key, int keyLength) {
        if (size == 0) {
            return NONE;
        }
        int index = covering(key, keyLength);
        return index < 0 ? NONE : timestamps[index];
    }

    /// The first fragment whose end lies after the key, or [#size].
    public int firstEndingAfter(byte[] key, int keyLength) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(ends[middle], key, keyLength) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int compare(byte[] a, byte[] key, int keyLength) {
        return Arrays.compareUnsigned(a, 0, a.length, key, 0, keyLength);
    }

    /// This list and one more deletion.
    public DeletionList add(byte[] start, byte[] end, long timestamp, long deletionSeconds) {
        return merge(this, of(start, end, timestamp, deletionSeconds));
    }

    /// What all the lists together delete.
    public static DeletionList merge(List<DeletionList> lists) {
        var todo = new ArrayList<DeletionList>(lists.size());
        for (DeletionList list : lists) {
            if (!list.isEmpty()) {
                todo.add(list);
            }
        }
        // halving keeps the work at n log n however many lists there are
        while (todo.size() > 1) {
            var half = new ArrayList<DeletionList>((todo.size() + 1) / 2);
            for (int i = 0; i + 1 < todo.size(); i += 2) {
                half.add(merge(todo.get(i), todo.get(i + 1)));
            }
            if (todo.size() % 2 == 1) {
                half.add(todo.getLast());
            }
            todo = half;
        }
        return todo.isEmpty() ? EMPTY : todo.getFirst();
    }

    static DeletionList merge(DeletionList a, DeletionList b) {
        if (a.isEmpty()) {
            return b;
        }
        if (b.isEmpty()) {
            return a;
        }
        var out = new Builder(a.size + b.size);
        int i = 0;
        int j = 0;
        byte[] startA = a.starts[0];
        byte[] startB = b.starts[0];
        while (i < a.size && j < b.size) {
            if (Arrays.compareUnsigned(a.ends[i], startB) <= 0) {
                out.append(startA, a.ends[i], a.timestamps[i], a.seconds[i]);
                startA = ++i < a.size ? a.starts[i] : startA;
                continue;
            }
            if (Arrays.compareUnsigned(b.ends[j], startA) <= 0) {
                out.append(startB, b.ends[j], b.timestamps[j], b.seconds[j]);
                startB = ++j < b.size ? b.starts[j] : startB;
                continue;
            }
            int order = Arrays.compareUnsigned(startA, startB);
            if (order < 0) {
                out.append(startA, startB, a.timestamps[i], a.seconds[i]);
                startA = startB;
            } else if (order > 0) {
                out.append(startB, startA, b.timestamps[j], b.seconds[j]);
                startB = startA;
            }
            boolean aWins = a.timestamps[i] != b.timestamps[j]
                    ? a.timestamps[i] > b.timestamps[j]
                    : a.seconds[i] >= b.seconds[j];
            int ends = Arrays.compareUnsigned(a.ends[i], b.ends[j]);
            byte[] end = ends <= 0 ? a.ends[i] : b.ends[j];
            out.append(startA, end, aWins ? a.timestamps[i] : b.timestamps[j], aWins ? a.seconds[i] : b.seconds[j]);
            startA = end;
            startB = end;
            if (ends <= 0) {
                startA = ++i < a.size ? a.starts[i] : startA;
            }
            if (ends >= 0) {
                startB = ++j < b.size ? b.starts[j] : startB;
            }
        }
        for (; i < a.size; i++) {
            out.append(startA, a.ends[i], a.timestamps[i], a.seconds[i]);
            startA = i + 1 < a.size ? a.starts[i + 1] : startA;
        }
        for (; j < b.size; j++) {
            out.append(startB, b.ends[j], b.timestamps[j], b.seconds[j]);
            startB = j + 1 < b.size ? b.starts[j + 1] : startB;
        }
        return out.finish();
    }

    /// The parts of the fragments that lie in a range.
    public DeletionList clip(KeyRange range) {
        if (size == 0 || range.isEmpty()) {
            return EMPTY;
        }
        var out = new Builder(4);
        for (int i = firstEndingAfter(range.start(), range.start().length); i < size; i++) {
            if (Arrays.compareUnsigned(starts[i], range.end()) >= 0) {
                break;
            }
            byte[] start = Arrays.compareUnsigned(starts[i], range.start()) >= 0 ? starts[i] : range.start();
            byte[] end = Arrays.compareUnsigned(ends[i], range.end()) <= 0 ? ends[i] : range.end();
            out.append(start, end, timestamps[i], seconds[i]);
        }
        return out.finish();
    }

    /// [Long#MAX_VALUE] when empty.
    public long minTimestamp() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            least = Math.min(least, timestamps[i]);
        }
        return least;
    }

    /// [Long#MIN_VALUE] when empty.
    public long maxTimestamp() {
        long greatest = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            greatest = Math.max(greatest, timestamps[i]);
        }
        return greatest;
    }

    /// The list without those fragments that `keep` refuses: how a compaction purges.
    public DeletionList filter(FragmentFilter keep) {
        var out = new Builder(size);
        for (int i = 0; i < size; i++) {
            if (keep.keep(starts[i], ends[i], timestamps[i], seconds[i])) {
                out.append(starts[i], ends[i], timestamps[i], seconds[i]);
            }
        }
        return out.size == size ? this : out.finish();
    }

    /// Judges one fragment.
    @FunctionalInterface
    public interface FragmentFilter {
        boolean keep(byte[] start, byte[] end, long timestamp, long deletionSeconds);
    }

    /// Appends the bytes of [DeletionFormat].
    public void encode(ByteWriter out) {
        DeletionFormat.write(this, out);
    }

    /// Reads back what [#encode] wrote, which must fill the range.
    ///
    /// @throws org.helenus.storage.encoding.MalformedBytesException when these are not such bytes
    public static DeletionList decode(byte[] array, int offset, int length) {
        return DeletionFormat.read(array, offset, length);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof DeletionList that) || size != that.size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (timestamps[i] != that.timestamps[i]
                    || seconds[i] != that.seconds[i]
                    || !Arrays.equals(starts[i], that.starts[i])
                    || !Arrays.equals(ends[i], that.ends[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = size;
        for (int i = 0; i < size; i++) {
            hash = 31 * hash + Arrays.hashCode(starts[i]) + Long.hashCode(timestamps[i]);
        }
        return hash;
    }

    @Override
    public String toString() {
        var hex = java.util.HexFormat.of();
        var text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : " ")
                    .append(hex.formatHex(starts[i])).append("..").append(hex.formatHex(ends[i]))
                    .append('@').append(timestamps[i]).append('/').append(seconds[i]);
        }
        return text.toString();
    }

    /// Puts a list together from fragments that come in order and do not overlap; joins those that touch and say the
    /// same. One thread.
    public static final class Builder {
        private byte[][] starts;
        private byte[][] ends;
        private long[] timestamps;
        private long[] seconds;
        private int size;

        public Builder(int capacity) {
            int room = Math.max(1, capacity);
            starts = new byte[room][];
            ends = new byte[room][];
            timestamps = new long[room];
            seconds = new long[room];
        }

        /// @throws IllegalArgumentException when the fragment is empty, or starts before the last one ends
        public void append(byte[] start, byte[] end, long timestamp, long deletionSeconds) {
            if (Arrays.compareUnsigned(start, end) >= 0) {
                throw new IllegalArgumentException("a fragment that ends where it starts");
            }
            if (size > 0) {
                int gap = Arrays.compareUnsigned(ends[size - 1], start);
                if (gap > 0) {
                    throw new IllegalArgumentException("fragments overlap or are not in order");
                }
                if (gap == 0 && timestamps[size - 1] == timestamp && seconds[size - 1] == deletionSeconds) {
                    ends[size - 1] = end;
                    return;
                }
            }
            if (size == starts.length) {
                starts = Arrays.copyOf(starts, size * 2);
                ends = Arrays.copyOf(ends, size * 2);
                timestamps = Arrays.copyOf(timestamps, size * 2);
                seconds = Arrays.copyOf(seconds, size * 2);
            }
            starts[size] = start;
            ends[size] = end;
            timestamps[size] = timestamp;
            seconds[size++] = deletionSeconds;
        }

        /// The list. The builder must not be used after.
        public DeletionList finish() {
            return size == 0 ? EMPTY : new DeletionList(starts, ends, timestamps, seconds, size);
        }
    }
}
