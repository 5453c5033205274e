package org.helenus.storage.sstable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Collects entries into one block of [BlockFormat]. Keys come in ascending order; the writer sees to it.
final class BlockBuilder {
    private byte[] content = new byte[16 << 10];
    private int length;
    private int[] restarts = new int[64];
    private int restartCount;
    private int entryCount;

    BlockBuilder() {
        clear();
    }

    void clear() {
        length = 1;
        content[0] = BlockFormat.PREFIXED;
        restartCount = 0;
        entryCount = 0;
    }

    boolean isEmpty() {
        return entryCount == 0;
    }

    /// Bytes of the block were it finished now.
    int size() {
        return length + Integer.BYTES * (restartCount + 1);
    }

    /// @param sharedWithLast bytes that `key` shares with the key appended before it
    void append(byte[] key, int keyLength, int sharedWithLast, MemorySegment segment, long offset, int valueLength) {
        int shared = sharedWithLast;
        if (entryCount++ % BlockFormat.RESTART_INTERVAL == 0) {
            if (restartCount == restarts.length) {
                restarts = Arrays.copyOf(restarts, 2 * restartCount);
            }
            restarts[restartCount++] = length;
            shared = 0;
        }
        int suffix = keyLength - shared;
        reserve((long) suffix + valueLength + 3 * BlockFormat.MAX_VINT_BYTES);
        length = BlockFormat.putVInt(content, length, shared);
        length = BlockFormat.putVInt(content, length, suffix);
        length = BlockFormat.putVInt(content, length, valueLength);
        System.arraycopy(key, shared, content, length, suffix);
        length += suffix;
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, content, length, valueLength);
        length += valueLength;
    }

    /// Completes the block; [#content] and [#size] are it until [#clear].
    void finish() {
        reserve(Integer.BYTES * (restartCount + 1L));
        int at = length;
        for (int i = 0; i <= restartCount; i++) {
            int value = i < restartCount ? restarts[i] : restartCount;
            content[at++] = (byte) (value >>> 24);
            content[at++] = (byte) (value >>> 16);
            content[at++] = (byte) (value >>> 8);
            content[at++] = (byte) value;
        }
    }

    byte[] content() {
        return content;
    }

    private void reserve(long more) {
        long needed = length + more;
        if (needed > SSTableFormat.MAX_BLOCK_BYTES) {
            throw new IllegalArgumentException("a block of " + needed + " bytes");
        }
        if (needed > content.length) {
            content = Arrays.copyOf(
                    content, (int) Math.min(SSTableFormat.MAX_BLOCK_BYTES, Math.max(needed, 2L * content.length)));
        }
    }
}
