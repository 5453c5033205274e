package org.helenus.storage.sstable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The content of a data block, block format 1, uncompressed. Integers are big-endian, `vint` is seven bits a byte,
/// low bits first, the top bit set on all but the last, at most five bytes.
///
///     u8            block format, 1
///     entries       in key order; each
///                     vint  bytes that the key shares with the entry before it; 0 at a restart
///                     vint  bytes of the key that follow
///                     vint  bytes of the value
///                     the rest of the key, the value
///     u32 × r       restarts: where every 16th entry begins, from the start of the block; the first is 1
///     u32           r
///
/// A reader refuses a format byte that it does not know, so a later block may carry a hash of its keys or share more.
final class BlockFormat {
    static final int PREFIXED = 1;
    static final int RESTART_INTERVAL = 16;
    static final int MAX_VINT_BYTES = 5;

    private BlockFormat() {}

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
