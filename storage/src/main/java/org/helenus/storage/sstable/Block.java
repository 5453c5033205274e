package org.helenus.storage.sstable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A decompressed block to search in, see [BlockFormat]. Whoever holds it keeps its memory; every number in it is
/// checked before it is used, as a checksum may have been skipped. Immutable; any thread.
final class Block {
    /// Steps that a search goes from its guess before it halves what is left.
    private static final int STEPS = 12;

    private final MemorySegment content;
    private final String file;
    private final long fileOffset;
    private final int size;
    private final int prefix;
    private final int count;
    private final int heads;
    private final int slots;
    private final int entries;

    /// Takes a block that was read from `fileOffset` of `file`.
    Block(MemorySegment content, String file, long fileOffset) throws CorruptSSTableException {
        this.content = content;
        this.file = file;
        this.fileOffset = fileOffset;
        long bytes = content.byteSize();
        if (bytes < BlockFormat.entriesOffset(0, 1) || bytes > SSTableFormat.MAX_BLOCK_BYTES) {
            throw corrupt("a block of " + bytes + " bytes");
        }
        size = (int) bytes;
        int first = content.get(SSTableFormat.INT, 0);
        if (first >>> 24 != BlockFormat.FORMAT) {
            throw corrupt("block format " + (first >>> 24) + ", known is " + BlockFormat.FORMAT);
        }
        prefix = first & 0xFFFFFF;
        count = content.get(SSTableFormat.INT, 4);
        if (count < 1
                || count > size / (BlockFormat.HEAD_BYTES + BlockFormat.SLOT_BYTES)
                || BlockFormat.entriesOffset(prefix, count) > size) {
            throw corrupt(count + " entries and " + prefix + " common bytes in a block of " + size);
        }
        heads = BlockFormat.HEADER_BYTES + prefix;
        slots = heads + BlockFormat.HEAD_BYTES * count;
        entries = (int) BlockFormat.entriesOffset(prefix, count);
        if (end(count - 1) != size) {
            throw corrupt("a block of " + size + " bytes that ends at " + end(count - 1));
        }
    }

    /// Has the memory come near that opening a block and searching in it begins with: its header and, where entries
    /// are of a common size, the middle of the heads and the slots.
    ///
    /// @return nothing of meaning; whoever keeps it keeps the loads
    static int bringNear(MemorySegment content) {
        long size = content.byteSize();
        if (size < 2 * Integer.BYTES) {
            return 0; // damaged, as opening it will tell
        }
        return content.get(SSTableFormat.INT, 0)
                ^ content.get(SSTableFormat.INT, size >>> 4)
                ^ content.get(SSTableFormat.INT, size >>> 3);
    }

    MemorySegment content() {
        return content;
    }

    /// Entries in it.
    int count() {
        return count;
    }

    /// Bytes that all keys begin with.
    int prefix() {
        return prefix;
    }

    /// Puts these bytes at the start of an array.
    void copyPrefix(byte[] into) {
        MemorySegment.copy(content, ValueLayout.JAVA_BYTE, BlockFormat.HEADER_BYTES, into, 0, prefix);
    }

    /// The eight bytes of key `i` behind the common ones.
    long head(int i) {
        return content.get(SSTableFormat.LONG, heads + (long) BlockFormat.HEAD_BYTES * i);
    }

    /// Where entry `i` is, checked: the place of what its key has beyond its head in the upper half, bytes of its
    /// key
    /// behind the common ones in the lower.
    long slot(int i, int end) throws CorruptSSTableException {
        long slot = content.get(SSTableFormat.LONG, slots + (long) BlockFormat.SLOT_BYTES * i);
        int place = (int) (slot >>> 32);
        int suffix = (int) slot;
        if (suffix < 0
                || place < entries
                || end > size
                || restBytes(suffix) > end - place
                || suffix > SSTableFormat.MAX_KEY_BYTES - prefix) {
            throw corrupt("entry " + i + " of " + suffix + " bytes of key at " + place + ", ending at " + end);
        }
        return slot;
    }

    /// Where entry `i` ends. To be checked by [#slot].
    int end(int i) {
        return content.get(SSTableFormat.INT, slots + (long) BlockFormat.SLOT_BYTES * (i + 1));
    }

    /// What a key of so many bytes behind the common ones has beyond its head.
    static int restBytes(int suffixBytes) {
        return Math.max(0, suffixBytes - BlockFormat.HEAD_BYTES);
    }

    /// The first entry whose key is at or above `key`, as `2 × entry + 1` when it is at it, else `2 × entry`; entry
    /// [#count] when all keys are below.
    int seek(byte[] key, int length) throws CorruptSSTableException {
        if (prefix > 0) {
            int compared = comparePrefix(key, length);
            if (compared != 0) {
                return compared < 0 ? 2 * count : 0;
            }
        }
        long head = KeyOrder.head(key, prefix, length);
        int at = firstHeadAtLeast(head);
        if (at == count || head(at) != head) {
            return 2 * at;
        }
        int compared = compareBehindHead(at, key, length);
        if (compared >= 0) {
            return compared == 0 ? 2 * at + 1 : 2 * at;
        }
        return seekAmongEqualHeads(at + 1, head, key, length);
    }

    /// How the common bytes lie to `key`; 0 when it begins with them.
    private int comparePrefix(byte[] key, int length) {
        return KeyOrder.compare(content, BlockFormat.HEADER_BYTES, prefix, key, 0, Math.min(prefix, length));
    }

    private int firstHeadAtLeast(long head) {
        long first = head(0);
        long last = content.get(SSTableFormat.LONG, BlockFormat.LAST_HEAD_OFFSET);
        if (Long.compareUnsigned(head, first) <= 0) {
            return 0;
        }
        if (Long.compareUnsigned(head, last) > 0) {
            return count;
        }
        // head(low − 1) < head ≤ head(high) from here on
        int low = 1;
        int high = count - 1;
        int guess = (int) ((double) (head - first >>> 1) / (double) ((last - first >>> 1) + 1) * high);
        int at = Math.clamp(guess, Math.min(low, high), high);
        if (Long.compareUnsigned(head(at), head) < 0) {
            for (int step = 0; step < STEPS; step++) {
                if (++at >= high || Long.compareUnsigned(head(at), head) >= 0) {
                    return at;
                }
            }
            low = at + 1;
        } else {
            for (int step = 0; step < STEPS; step++) {
                if (at <= low || Long.compareUnsigned(head(at - 1), head) < 0) {
                    return at;
                }
                at--;
            }
            high = at;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(head(middle), head) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int seekAmongEqualHeads(int from, long head, byte[] key, int length) throws CorruptSSTableException {
        int low = from;
        int high = count;
        boolean isAt = false;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int compared = head(middle) == head ? compareBehindHead(middle, key, length) : 1;
            if (compared < 0) {
                low = middle + 1;
            } else {
                high = middle;
                isAt = compared == 0;
            }
        }
        return isAt ? 2 * low + 1 : 2 * low;
    }

    /// Compares key `i` with one that has the same head. When one of them ends within its head, the other has zeros
    /// there, so the shorter is the lesser.
    private int compareBehindHead(int i, byte[] key, int length) throws CorruptSSTableException {
        long slot = slot(i, end(i));
        int mine = (int) slot;
        int theirs = length - prefix;
        if (mine < BlockFormat.HEAD_BYTES || theirs < BlockFormat.HEAD_BYTES) {
            return mine - theirs;
        }
        int rest = mine - BlockFormat.HEAD_BYTES;
        int from = prefix + BlockFormat.HEAD_BYTES;
        return KeyOrder.compare(content, slot >>> 32, rest, key, from, length - from);
    }

    CorruptSSTableException corrupt(String what) {
        return new CorruptSSTableException(file, fileOffset, what);
    }
}
