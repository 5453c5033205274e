package org.helenus.storage.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.KeyRange;

/// Deletions of partitions and ranges, as fragments `[start, end)` of the key space: sorted, not overlapping, and
/// never two that touch and say the same. Where deletions overlapped, the fragment holds the greatest timestamp and,
/// on a tie, the later deletion time. So a list does not depend on the order in which it was put together.
///
/// A fragment shadows every cell in its range written at or before its timestamp. Immutable; any thread. A list with
/// one deletion more shares all but a small block with the one before.
public final class DeletionList {
    /// What [#coveringTimestamp] gives where nothing covers; no write has it.
    public static final long NONE = Long.MIN_VALUE;

    public static final DeletionList EMPTY = new DeletionList(new Block[0]);

    private static final int BLOCK_FRAGMENTS = 128;

    /// Some consecutive fragments, at least one. The arrays are never changed once they are in a list.
    private record Block(byte[][] starts, byte[][] ends, long[] timestamps, long[] seconds, int size) {
        byte[] lastEnd() {
            return ends[size - 1];
        }

        /// A copy of some of it.
        Block slice(int from, int to) {
            return new Block(
                    Arrays.copyOfRange(starts, from, to),
                    Arrays.copyOfRange(ends, from, to),
                    Arrays.copyOfRange(timestamps, from, to),
                    Arrays.copyOfRange(seconds, from, to),
                    to - from);
        }
    }

    private final Block[] blocks;
    /// Index of each block's first fragment, and at the end the size.
    private final int[] firsts;

    private DeletionList(Block[] blocks) {
        this.blocks = blocks;
        firsts = new int[blocks.length + 1];
        for (int i = 0; i < blocks.length; i++) {
            firsts[i + 1] = firsts[i] + blocks[i].size;
        }
    }

    /// A list of one; empty when the range is.
    public static DeletionList of(byte[] start, byte[] end, long timestamp, long deletionSeconds) {
        if (Arrays.compareUnsigned(start, end) >= 0) {
            return EMPTY;
        }
        return new DeletionList(new Block[] {
            new Block(new byte[][] {start}, new byte[][] {end}, new long[] {timestamp}, new long[] {deletionSeconds}, 1)
        });
    }

    public int size() {
        return firsts[blocks.length];
    }

    public boolean isEmpty() {
        return blocks.length == 0;
    }

    private int blockOf(int index) {
        if (blocks.length == 1) {
            return 0;
        }
        int found = Arrays.binarySearch(firsts, index);
        return found >= 0 ? found : -found - 2;
    }

    /// First key of the fragment. The list's own array: leave it alone.
    public byte[] start(int index) {
        int block = blockOf(index);
        return blocks[block].starts[index - firsts[block]];
    }

    /// First key after the fragment. The list's own array: leave it alone.
    public byte[] end(int index) {
        int block = blockOf(index);
        return blocks[block].ends[index - firsts[block]];
    }

    /// Microseconds.
    public long timestamp(int index) {
        int block = blockOf(index);
        return blocks[block].timestamps[index - firsts[block]];
    }

    /// When the deletion was made, in epoch seconds: what gc grace counts from.
    public long deletionSeconds(int index) {
        int block = blockOf(index);
        return blocks[block].seconds[index - firsts[block]];
    }

    /// The fragment that a key lies in, or −1.
    public int covering(byte[] key, int keyLength) {
        int index = firstEndingAfter(key, keyLength);
        return index < size() && compare(start(index), key, keyLength) <= 0 ? index : -1;
    }

    /// The timestamp of the fragment that a key lies in, or [#NONE].
    public long coveringTimestamp(byte[] key, int keyLength) {
        if (blocks.length == 0) {
            return NONE;
        }
        int index = covering(key, keyLength);
        return index < 0 ? NONE : timestamp(index);
    }

    /// The first fragment whose end lies after the key, or [#size].
    public int firstEndingAfter(byte[] key, int keyLength) {
        return firstEnding(key, keyLength, 0);
    }

    /// The first fragment whose end, compared with the key, gives more than `least`.
    private int firstEnding(byte[] key, int keyLength, int least) {
        int lowBlock = 0;
        int highBlock = blocks.length;
        while (lowBlock < highBlock) {
            int middle = (lowBlock + highBlock) >>> 1;
            if (compare(blocks[middle].lastEnd(), key, keyLength) <= least) {
                lowBlock = middle + 1;
            } else {
                highBlock = middle;
            }
        }
        if (lowBlock == blocks.length) {
            return size();
        }
        Block block = blocks[lowBlock];
        int low = 0;
        int high = block.size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(block.ends[middle], key, keyLength) <= least) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return firsts[lowBlock] + low;
    }

    /// −1, 0 or 1.
    private static int compare(byte[] a, byte[] key, int keyLength) {
        return Integer.signum(Arrays.compareUnsigned(a, 0, a.length, key, 0, keyLength));
    }

    /// This list and one more deletion.
    public DeletionList add(byte[] start, byte[] end, long timestamp, long deletionSeconds) {
        DeletionList one = of(start, end, timestamp, deletionSeconds);
        if (one.isEmpty() || isEmpty()) {
            return one.isEmpty() ? this : one;
        }
        // the blocks with fragments that it overlaps or touches, or the one that it belongs to
        int size = size();
        int from = blockOf(Math.min(firstEnding(start, start.length, -1), size - 1));
        int to = from + 1;
        while (to < blocks.length && Arrays.compareUnsigned(blocks[to].starts[0], end) <= 0) {
            to++;
        }
        var near = new DeletionList(Arrays.copyOfRange(blocks, from, to));
        // one more makes at most two more; blocks of even size, or each one that comes would split off a block
        // of one
        int most = near.size() + 2;
        int pieces = (most + BLOCK_FRAGMENTS - 1) / BLOCK_FRAGMENTS;
        Block[] changed = merge(near, one, (most + pieces - 1) / pieces).blocks;
        var all = new Block[from + changed.length + blocks.length - to];
        System.arraycopy(blocks, 0, all, 0, from);
        System.arraycopy(changed, 0, all, from, changed.length);
        System.arraycopy(blocks, to, all, from + changed.length, blocks.length - to);
        return new DeletionList(all);
    }

    /// What all the lists together delete.
    public static DeletionList merge(List<DeletionList> lists) {
        var pending = new ArrayList<DeletionList>(lists.size());
        for (DeletionList list : lists) {
            if (!list.isEmpty()) {
                pending.add(list);
            }
        }
        // halving keeps the work at n log n however many lists there are
        while (pending.size() > 1) {
            var half = new ArrayList<DeletionList>((pending.size() + 1) / 2);
            for (int i = 0; i + 1 < pending.size(); i += 2) {
                half.add(merge(pending.get(i), pending.get(i + 1)));
            }
            if (pending.size() % 2 == 1) {
                half.add(pending.getLast());
            }
            pending = half;
        }
        return pending.isEmpty() ? EMPTY : pending.getFirst();
    }

    static DeletionList merge(DeletionList a, DeletionList b) {
        return a.isEmpty() || b.isEmpty() ? a.isEmpty() ? b : a : merge(a, b, BLOCK_FRAGMENTS);
    }

    private static DeletionList merge(DeletionList a, DeletionList b, int blockFragments) {
        var out = new Builder(a.size() + b.size(), blockFragments);
        var left = new Rest(a);
        var right = new Rest(b);
        while (left.any && right.any) {
            if (Arrays.compareUnsigned(left.end, right.start) <= 0) {
                left.moveAll(out);
            } else if (Arrays.compareUnsigned(right.end, left.start) <= 0) {
                right.moveAll(out);
            } else {
                int order = Arrays.compareUnsigned(left.start, right.start);
                if (order < 0) {
                    left.moveUpTo(right.start, out);
                } else if (order > 0) {
                    right.moveUpTo(left.start, out);
                }
                // both start here now; the stronger stands as far as both reach
                Rest stronger = left.isStrongerThan(right) ? left : right;
                byte[] end = Arrays.compareUnsigned(left.end, right.end) <= 0 ? left.end : right.end;
                out.append(left.start, end, stronger.timestamp, stronger.seconds);
                left.startAt(end);
                right.startAt(end);
            }
        }
        while (left.any) {
            left.moveAll(out);
        }
        while (right.any) {
            right.moveAll(out);
        }
        return out.finish();
    }

    /// What of a list has not gone into a merge yet: a part of one fragment, and those after it.
    private static final class Rest {
        private final DeletionList list;
        private int block;
        private int index = -1;
        private boolean any;
        private byte[] start = new byte[0];
        private byte[] end = new byte[0];
        private long timestamp;
        private long seconds;

        Rest(DeletionList list) {
            this.list = list;
            advance();
        }

        private void advance() {
            index++;
            if (block < list.blocks.length && index == list.blocks[block].size) {
                block++;
                index = 0;
            }
            any = block < list.blocks.length;
            if (any) {
                Block from = list.blocks[block];
                start = from.starts[index];
                end = from.ends[index];
                timestamp = from.timestamps[index];
                seconds = from.seconds[index];
            }
        }

        boolean isStrongerThan(Rest other) {
            return timestamp != other.timestamp ? timestamp > other.timestamp : seconds >= other.seconds;
        }

        void moveAll(Builder out) {
            out.append(start, end, timestamp, seconds);
            advance();
        }

        void moveUpTo(byte[] place, Builder out) {
            out.append(start, place, timestamp, seconds);
            start = place;
        }

        void startAt(byte[] place) {
            start = place;
            if (Arrays.compareUnsigned(place, end) >= 0) {
                advance();
            }
        }
    }

    /// The parts of the fragments that lie in a range.
    public DeletionList clip(KeyRange range) {
        if (isEmpty() || range.isEmpty()) {
            return EMPTY;
        }
        int from = firstEndingAfter(range.start(), range.start().length);
        int to = firstStartingAt(range.end());
        if (from >= to) {
            return EMPTY;
        }
        int first = blockOf(from);
        int last = blockOf(to - 1);
        // only the blocks at the edges are new
        Block[] part = Arrays.copyOfRange(blocks, first, last + 1);
        part[last - first] = part[last - first].slice(0, to - firsts[last]);
        part[0] = part[0].slice(from - firsts[first], part[0].size);
        if (Arrays.compareUnsigned(part[0].starts[0], range.start()) < 0) {
            part[0].starts[0] = range.start();
        }
        Block edge = part[part.length - 1];
        if (Arrays.compareUnsigned(edge.lastEnd(), range.end()) > 0) {
            edge.ends[edge.size - 1] = range.end();
        }
        return new DeletionList(part);
    }

    /// The first fragment that does not start before the key, or [#size].
    private int firstStartingAt(byte[] key) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(start(middle), key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// [Long#MAX_VALUE] when empty.
    public long minTimestamp() {
        long least = Long.MAX_VALUE;
        for (Block block : blocks) {
            for (int i = 0; i < block.size; i++) {
                least = Math.min(least, block.timestamps[i]);
            }
        }
        return least;
    }

    /// [Long#MIN_VALUE] when empty.
    public long maxTimestamp() {
        long greatest = Long.MIN_VALUE;
        for (Block block : blocks) {
            for (int i = 0; i < block.size; i++) {
                greatest = Math.max(greatest, block.timestamps[i]);
            }
        }
        return greatest;
    }

    /// The list without those fragments that `keep` refuses: how a compaction purges.
    public DeletionList filter(FragmentFilter keep) {
        var out = new Builder(Math.min(BLOCK_FRAGMENTS, size()));
        for (Block block : blocks) {
            for (int i = 0; i < block.size; i++) {
                if (keep.keep(block.starts[i], block.ends[i], block.timestamps[i], block.seconds[i])) {
                    out.append(block.starts[i], block.ends[i], block.timestamps[i], block.seconds[i]);
                }
            }
        }
        return out.finish();
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
        if (!(other instanceof DeletionList that) || size() != that.size()) {
            return false;
        }
        for (int i = 0; i < size(); i++) {
            if (timestamp(i) != that.timestamp(i)
                    || deletionSeconds(i) != that.deletionSeconds(i)
                    || !Arrays.equals(start(i), that.start(i))
                    || !Arrays.equals(end(i), that.end(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = size();
        for (int i = 0; i < size(); i++) {
            hash = 31 * hash + Arrays.hashCode(start(i)) + Long.hashCode(timestamp(i));
        }
        return hash;
    }

    @Override
    public String toString() {
        var hex = java.util.HexFormat.of();
        var text = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : " ")
                    .append(hex.formatHex(start(i)))
                    .append("..")
                    .append(hex.formatHex(end(i)))
                    .append('@')
                    .append(timestamp(i))
                    .append('/')
                    .append(deletionSeconds(i));
        }
        return text.toString();
    }

    /// Puts a list together from fragments that come in order and do not overlap; joins those that touch and say
    /// the same. One thread.
    public static final class Builder {
        private final int blockFragments;
        private final List<Block> sealed = new ArrayList<>();
        private byte[][] starts;
        private byte[][] ends;
        private long[] timestamps;
        private long[] seconds;
        private int size;

        public Builder(int capacity) {
            this(capacity, BLOCK_FRAGMENTS);
        }

        private Builder(int capacity, int blockFragments) {
            this.blockFragments = blockFragments;
            int room = Math.clamp(capacity, 1, blockFragments);
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
            if (size == blockFragments) {
                sealed.add(new Block(starts, ends, timestamps, seconds, size));
                size = 0;
                resize(blockFragments);
            } else if (size == starts.length) {
                resize(Math.min(blockFragments, size * 2));
            }
            starts[size] = start;
            ends[size] = end;
            timestamps[size] = timestamp;
            seconds[size++] = deletionSeconds;
        }

        private void resize(int room) {
            starts = Arrays.copyOf(starts, room);
            ends = Arrays.copyOf(ends, room);
            timestamps = Arrays.copyOf(timestamps, room);
            seconds = Arrays.copyOf(seconds, room);
        }

        /// The list. The builder must not be used after.
        public DeletionList finish() {
            if (size > 0) {
                sealed.add(new Block(starts, ends, timestamps, seconds, size));
            }
            return sealed.isEmpty() ? EMPTY : new DeletionList(sealed.toArray(new Block[0]));
        }
    }
}
