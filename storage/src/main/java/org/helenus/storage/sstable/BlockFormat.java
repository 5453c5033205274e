package org.helenus.storage.sstable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The content of a data block, block format 1, uncompressed: how it lies in memory, and in the file when it is not
/// turned, see [Transposition]. Integers are big-endian.
///
///     u8        block format, 1
///     u24       p, bytes that all keys begin with
///     u32       n, the number of entries, at least 1
///     u64       the last of the heads
///     p bytes   what all keys begin with
///     u64 × n   heads: the 8 bytes of each key behind those p, filled up with zeros where the key ends before
///     n times   where an entry is:
///                 u32  place, from the start of the block, of what its key has beyond the head, and of its value
///                 u32  bytes of its key behind those p
///     u32       bytes of the block
///     entries   in key order; each the rest of its key, then its value
///
/// Keys are compared as unsigned bytes. Heads stand side by side, so that a search touches few lines of memory: where
/// they are spread evenly, as tokens are, a guess by proportion lands beside the right one.
final class BlockFormat {
    static final int FORMAT = 1;
    static final int HEADER_BYTES = 16;
    static final int HEAD_BYTES = Long.BYTES;
    static final int SLOT_BYTES = 2 * Integer.BYTES;
    static final int LAST_HEAD_OFFSET = 8;
    static final int MAX_VINT_BYTES = 5;

    private BlockFormat() {}

    /// Where the first entry begins.
    static long entriesOffset(int prefixBytes, int count) {
        return HEADER_BYTES + prefixBytes + (long) (HEAD_BYTES + SLOT_BYTES) * count + Integer.BYTES;
    }

    /// Puts a vint as [Transposition] uses it: seven bits a byte, low bits first, the top bit set on all but the
    /// last,
    /// at most five bytes.
    static int putVInt(byte[] into, int at, int value) {
        int rest = value;
        int position = at;
        while ((rest & ~0x7F) != 0) {
            into[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        into[position++] = (byte) rest;
        return position;
    }

    /// A vint at `at`, packed as `value << 8 | length`; −1 when it runs over `limit` or five bytes, or is no
    /// positive int.
    static long vint(MemorySegment block, long at, long limit) {
        if (at < limit) {
            byte only = block.get(ValueLayout.JAVA_BYTE, at);
            if (only >= 0) {
                return (long) only << 8 | 1;
            }
        }
        return longVInt(block, at, limit);
    }

    private static long longVInt(MemorySegment block, long at, long limit) {
        long value = 0;
        for (int i = 0; i < MAX_VINT_BYTES && at + i < limit; i++) {
            byte next = block.get(ValueLayout.JAVA_BYTE, at + i);
            value |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return value <= Integer.MAX_VALUE ? value << 8 | (i + 1) : -1;
            }
        }
        return -1;
    }
}
