package org.helenus.storage.sstable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Finds the block of a key. In memory it is the section as it lies in the file:
///
///     u32            n, the number of blocks
///     u32            s, bytes of separator tails
///     u64 × (n + 1)  where block i begins in the file; the last is the end of the blocks
///     u64 × n        head of separator i: its first 8 bytes
///     u32 × (n + 1)  where the tail of separator i begins among the tails; the last is s
///     s bytes        the tails: what the separators have beyond 8 bytes
///
/// Separator i is the shortest prefix of block i's first key that is above the last key of block i − 1, but not
/// shorter than the token. So where tokens differ between blocks, as in a table of small partitions, the heads alone
/// decide, and as tokens are uniform, interpolation lands beside the right one; a partition of many blocks is told
/// apart by tails.
///
/// Threads: any; the memory is the opened file's.
final class BlockIndex {
    private static final int HEADER_BYTES = 8;
    private static final int IN_HEADS = -1;
    private static final byte[] NO_KEY = {};

    private final MemorySegment section;
    private final int count;
    private final long heads;
    private final long tailStarts;
    private final long tails;

    private BlockIndex(MemorySegment section, int count) {
        this.section = section;
        this.count = count;
        this.heads = HEADER_BYTES + 8L * (count + 1L);
        this.tailStarts = heads + 8L * count;
        this.tails = tailStarts + 4L * (count + 1L);
    }

    /// Takes over a section whose checksum held, and checks that its parts fit each other.
    static BlockIndex open(String file, Footer footer, MemorySegment section) throws CorruptSSTableException {
        long size = section.byteSize();
        long offset = footer.indexOffset();
        if (size < HEADER_BYTES) {
            throw new CorruptSSTableException(file, offset, "an index of " + size + " bytes");
        }
        int count = section.get(SSTableFormat.INT, 0);
        long tailBytes = Integer.toUnsignedLong(section.get(SSTableFormat.INT, 4));
        if (count < 0 || size != HEADER_BYTES + 8L * (count + 1L) + 8L * count + 4L * (count + 1L) + tailBytes) {
            throw new CorruptSSTableException(file, offset, "an index of " + size + " bytes for " + count + " blocks");
        }
        var index = new BlockIndex(section, count);
        boolean fits = index.blockOffset(0) == SSTableFormat.HEADER_BYTES
                && index.blockOffset(count) == footer.indexOffset()
                && index.tailStart(0) == 0
                && index.tailStart(count) == tailBytes;
        for (int i = 0; i < count && fits; i++) {
            long length = index.blockOffset(i + 1) - index.blockOffset(i);
            fits = length > SSTableFormat.BLOCK_OVERHEAD_BYTES
                    && length <= SSTableFormat.MAX_BLOCK_BYTES + SSTableFormat.BLOCK_OVERHEAD_BYTES
                    && index.tailStart(i) <= index.tailStart(i + 1)
                    && (i == 0 || Long.compareUnsigned(index.head(i - 1), index.head(i)) <= 0);
        }
        if (!fits) {
            throw new CorruptSSTableException(file, offset, "an index out of order");
        }
        return index;
    }

    int count() {
        return count;
    }

    long bytes() {
        return section.byteSize();
    }

    /// Where block `i` begins; for `i == count` the end of the last one.
    long blockOffset(int i) {
        return section.get(SSTableFormat.LONG, HEADER_BYTES + 8L * i);
    }

    /// Bytes of block `i` with its header and checksum.
    int storedBytes(int i) {
        return (int) (blockOffset(i + 1) - blockOffset(i));
    }

    /// The one block that may hold `key`: the last whose separator is not above it; −1 when it lies before all.
    int find(byte[] key, int length) {
        long head = KeyOrder.head(key, length);
        int after = firstAbove(head);
        int candidate = after - 1;
        if (candidate < 0 || head(candidate) != head) {
            return candidate;
        }
        return lastTailNotAbove(key, length, head, candidate);
    }

    /// Among the separators that end at `last` and share a head: the last whose tail is not above the key's.
    private int lastTailNotAbove(byte[] key, int length, long head, int last) {
        if (tailNotAbove(last, key, length)) {
            return last;
        }
        int first = head == 0 ? 0 : firstAbove(head - 1);
        if (!tailNotAbove(first, key, length)) {
            return first - 1;
        }
        if (tailStart(first + 1) == tailStart(first)) {
            // the file's first separator has none, and so nothing in common with those that follow
            if (!tailNotAbove(++first, key, length)) {
                return first - 1;
            }
        }
        // What first and last begin with, the key and all between them begin with too; what follows decides
        // mostly.
        int common = commonBytes(first, last);
        return lastNotAbove(first, last, KeyOrder.head(key, Long.BYTES + common, length), common, key, length);
    }

    /// Bytes that two tails begin with alike.
    private int commonBytes(int a, int b) {
        int end = (int) Math.min(tailStart(a + 1) - tailStart(a), tailStart(b + 1) - tailStart(b));
        for (int common = 0; common < end; common += Long.BYTES) {
            long difference = tailHead(a, common) ^ tailHead(b, common);
            if (difference != 0) {
                return Math.min(end, common + Long.numberOfLeadingZeros(difference) / Byte.SIZE);
            }
        }
        return end;
    }

    /// Eight bytes of tail `i` from `from` on, zeros after its end.
    private long tailHead(int i, int from) {
        long at = tails + tailStart(i) + from;
        long left = tails + tailStart(i + 1) - at;
        if (left >= Long.BYTES) {
            return section.get(SSTableFormat.LONG, at);
        }
        if (left <= 0) {
            return 0;
        }
        if (at + Long.BYTES <= section.byteSize()) {
            return section.get(SSTableFormat.LONG, at) & -1L << 64 - 8 * left;
        }
        long head = 0;
        for (int k = 0; k < left; k++) {
            head |= (section.get(ValueLayout.JAVA_BYTE, at + k) & 0xFFL) << 56 - 8 * k;
        }
        return head;
    }

    private boolean tailNotAbove(int i, byte[] key, int length) {
        long start = tailStart(i);
        int tailLength = (int) (tailStart(i + 1) - start);
        if (tailLength == 0) {
            return true;
        }
        int rest = Math.max(0, length - Long.BYTES);
        return KeyOrder.compare(section, tails + start, tailLength, key, Math.min(length, Long.BYTES), rest) <= 0;
    }

    /// The first separator whose head is above `head`.
    private int firstAbove(long head) {
        if (count == 0 || Long.compareUnsigned(head, head(0)) < 0) {
            return 0;
        }
        if (Long.compareUnsigned(head, head(count - 1)) >= 0) {
            return count;
        }
        return lastNotAbove(0, count - 1, head, IN_HEADS, NO_KEY, 0) + 1;
    }

    /// The last separator that is not above what is looked for, between `first`, which is not, and `last`, which
    /// is.
    /// Two guesses by interpolation, then a gallop from the better one.
    ///
    /// @param wanted eight bytes of the key, at the place where those of separators are compared
    /// @param common that place: how many bytes of the tails are left out, or [#IN_HEADS]
    /// @param key,length what decides where tails have the same eight bytes
    private int lastNotAbove(int first, int last, long wanted, int common, byte[] key, int length) {
        int low = first;
        int high = last;
        long least = part(first, common);
        double density = (last - first) / ((double) (part(last, common) - least >>> 1) + 1);
        int guess = first + (int) ((wanted - least >>> 1) * density);
        for (int round = 0; round < 2 && high - low > 1; round++) {
            guess = Math.clamp(guess, low + 1, high - 1);
            long at = part(guess, common);
            if (isNotAbove(guess, at, wanted, common, key, length)) {
                low = guess;
                guess += (int) ((wanted - at >>> 1) * density) + 1;
            } else {
                high = guess;
                guess -= (int) ((at - wanted >>> 1) * density) + 1;
            }
        }
        int step = 1;
        if (high - guess <= guess - low) { // the answer is near the upper end
            while (high - step > low && !isNotAbove(high - step, wanted, common, key, length)) {
                high -= step;
                step <<= 1;
            }
            low = Math.max(low, high - step);
        } else {
            while (low + step < high && isNotAbove(low + step, wanted, common, key, length)) {
                low += step;
                step <<= 1;
            }
            high = Math.min(high, low + step);
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (isNotAbove(middle, wanted, common, key, length)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean isNotAbove(int i, long wanted, int common, byte[] key, int length) {
        return isNotAbove(i, part(i, common), wanted, common, key, length);
    }

    private boolean isNotAbove(int i, long part, long wanted, int common, byte[] key, int length) {
        return part == wanted
                ? common == IN_HEADS || tailNotAbove(i, key, length)
                : Long.compareUnsigned(part, wanted) < 0;
    }

    private long part(int i, int common) {
        return common == IN_HEADS ? head(i) : tailHead(i, common);
    }

    private long head(int i) {
        return section.get(SSTableFormat.LONG, heads + 8L * i);
    }

    private long tailStart(int i) {
        return Integer.toUnsignedLong(section.get(SSTableFormat.INT, tailStarts + 4L * i));
    }

    /// Separator `i`, for tools.
    byte[] separator(int i) {
        int tail = (int) (tailStart(i + 1) - tailStart(i));
        var separator = new byte[Long.BYTES + tail];
        MemorySegment.copy(section, heads + 8L * i, MemorySegment.ofArray(separator), 0, Long.BYTES);
        MemorySegment.copy(section, tails + tailStart(i), MemorySegment.ofArray(separator), Long.BYTES, tail);
        return separator;
    }

    /// Collects the index while blocks are written, outside the heap. Its memory is what the section will take.
    static final class Builder implements AutoCloseable {
        private final NativeBuffer offsets = new NativeBuffer();
        private final NativeBuffer heads = new NativeBuffer();
        private final NativeBuffer tailStarts = new NativeBuffer();
        private final NativeBuffer tails = new NativeBuffer();
        private int count;

        /// A block that begins at `offset`; the separator is the first `separatorLength` bytes of `firstKey`.
        void add(long offset, byte[] firstKey, int separatorLength) {
            offsets.i64(offset);
            heads.i64(KeyOrder.head(firstKey, separatorLength));
            tailStarts.i32(tailBytes());
            tails.bytes(firstKey, Long.BYTES, separatorLength - Long.BYTES);
            count++;
        }

        private int tailBytes() {
            return Math.toIntExact(tails.length());
        }

        /// The section; `end` is where the last block ends.
        MemorySegment build(Arena arena, long end) {
            offsets.i64(end);
            tailStarts.i32(tailBytes());
            long bytes = HEADER_BYTES + offsets.length() + heads.length() + tailStarts.length() + tails.length();
            var section = arena.allocate(bytes);
            section.set(SSTableFormat.INT, 0, count);
            section.set(SSTableFormat.INT, 4, tailBytes());
            long at = offsets.copyTo(section, HEADER_BYTES);
            at = heads.copyTo(section, at);
            at = tailStarts.copyTo(section, at);
            tails.copyTo(section, at);
            return section;
        }

        @Override
        public void close() {
            offsets.close();
            heads.close();
            tailStarts.close();
            tails.close();
        }
    }
}
