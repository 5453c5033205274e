package org.helenus.storage.sstable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Moves over the entries of one decompressed block, both ways, and finds keys in it. Reused from block to block.
///
/// Forward ([#seekAtLeast], [#next]) and backward ([#seekBelow], [#previous]) are not mixed within a block. Going
/// backward it decodes a run between two restarts at a time. Every length is checked before it is used.
/// One thread; the block stays the caller's, who keeps it in memory.
final class BlockCursor {
    private static final int MIN_ENTRY_BYTES = 3;
    private static final byte[] NOTHING = {};

    private String file = "";
    private long blockOffset;
    private MemorySegment block = MemorySegment.NULL;
    private int entriesEnd;
    private int restartCount;

    // the current entry; nothing is allocated before it is needed, as finding one key needs none of it
    private byte[] key = NOTHING;
    private int keyLength;
    private int valueOffset;
    private int valueLength;
    private int nextEntry;

    // backward: the run that was decoded, keys one after another
    private byte[] runKeys = NOTHING;
    private int[] runKeyEnds = {};
    private int[] runValueOffsets = {};
    private int[] runValueLengths = {};
    private int run = -1;
    private int runPosition;

    /// Turns to a block that was read from `offset` of `file`; it stands before the first entry.
    void open(MemorySegment content, String fileName, long offset) throws CorruptSSTableException {
        file = fileName;
        blockOffset = offset;
        block = content;
        long size = content.byteSize();
        if (size < 1 + Integer.BYTES || size > SSTableFormat.MAX_BLOCK_BYTES) {
            throw corrupt("a block of " + size + " bytes");
        }
        int format = content.get(ValueLayout.JAVA_BYTE, 0);
        if (format != BlockFormat.PREFIXED) {
            throw corrupt("block format " + format + ", known is " + BlockFormat.PREFIXED);
        }
        restartCount = content.get(SSTableFormat.INT, size - Integer.BYTES);
        if (restartCount < 1 || restartCount > (size - 1 - Integer.BYTES) / (Integer.BYTES + MIN_ENTRY_BYTES)) {
            throw corrupt(restartCount + " restarts in a block of " + size + " bytes");
        }
        entriesEnd = (int) size - Integer.BYTES * (restartCount + 1);
        keyLength = 0;
        nextEntry = 1;
        run = -1;
    }

    byte[] key() {
        return key;
    }

    int keyLength() {
        return keyLength;
    }

    int valueOffset() {
        return valueOffset;
    }

    int valueLength() {
        return valueLength;
    }

    MemorySegment value() {
        return block.asSlice(valueOffset, valueLength);
    }

    /// The next entry; false at the end of the block.
    boolean next() throws CorruptSSTableException {
        if (nextEntry >= entriesEnd) {
            return false;
        }
        nextEntry = decode(nextEntry, entriesEnd);
        return true;
    }

    /// Goes to the first entry with a key at or above `target`; false when the block has none.
    boolean seekAtLeast(byte[] target, int targetLength) throws CorruptSSTableException {
        keyLength = 0;
        nextEntry = restart(Math.max(0, lastRestartBelow(target, targetLength, false)));
        while (next()) {
            if (KeyOrder.compare(key, keyLength, target, targetLength) >= 0) {
                return true;
            }
        }
        return false;
    }

    /// Goes to the last entry with a key below `target`; false when the block has none.
    boolean seekBelow(byte[] target, int targetLength) throws CorruptSSTableException {
        int at = lastRestartBelow(target, targetLength, false);
        if (at < 0) {
            return false;
        }
        decodeRun(at);
        while (runPosition > 0) {
            takeFromRun(--runPosition);
            if (KeyOrder.compare(key, keyLength, target, targetLength) < 0) {
                return true;
            }
        }
        throw corrupt("keys out of order");
    }

    /// The entry before the current one; the last of the block when there is no current one yet; false at the
    /// start.
    boolean previous() throws CorruptSSTableException {
        if (run < 0) {
            decodeRun(restartCount - 1);
        } else if (runPosition == 0) {
            if (run == 0) {
                return false;
            }
            decodeRun(run - 1);
        }
        takeFromRun(--runPosition);
        return true;
    }

    /// Finds exactly this key; its value is then at [#valueOffset]. Leaves [#key] undefined.
    boolean find(byte[] target, int targetLength) throws CorruptSSTableException {
        int at = lastRestartBelow(target, targetLength, true);
        if (at < 0) {
            return false;
        }
        int entry = restart(at);
        int end = runEnd(at);
        // How far the last key, which is below the target, agrees with it: decides most entries without a
        // comparison.
        int agreed = 0;
        boolean first = true;
        while (entry < end) {
            long shared = vint(entry, end);
            entry += (int) (shared & 0xFF);
            long suffix = vint(entry, end);
            entry += (int) (suffix & 0xFF);
            long value = vint(entry, end);
            entry += (int) (value & 0xFF);
            int sharedBytes = (int) (shared >>> 8);
            int suffixBytes = (int) (suffix >>> 8);
            int valueBytes = (int) (value >>> 8);
            if (first && sharedBytes != 0 || (long) suffixBytes + valueBytes > end - entry) {
                throw corrupt("an entry beyond its block");
            }
            if (sharedBytes < agreed) {
                return false;
            }
            if (sharedBytes == agreed) {
                int same = agreement(entry, suffixBytes, target, agreed, targetLength);
                agreed += same;
                boolean keyEnds = same == suffixBytes;
                if (agreed == targetLength) {
                    if (!keyEnds) {
                        return false;
                    }
                    valueOffset = entry + suffixBytes;
                    valueLength = valueBytes;
                    return true;
                }
                if (!keyEnds && above(entry + same, target, agreed)) {
                    return false;
                }
            }
            entry += suffixBytes + valueBytes;
            first = false;
        }
        return false;
    }

    private int agreement(int offset, int length, byte[] target, int from, int targetLength) {
        int most = Math.min(length, targetLength - from);
        int i = 0;
        while (i < most && block.get(ValueLayout.JAVA_BYTE, offset + i) == target[from + i]) {
            i++;
        }
        return i;
    }

    private boolean above(int offset, byte[] target, int at) {
        return (block.get(ValueLayout.JAVA_BYTE, offset) & 0xFF) > (target[at] & 0xFF);
    }

    /// The last restart whose key is below `target` (or at it, when `orAt`); −1 when none is.
    private int lastRestartBelow(byte[] target, int targetLength, boolean orAt) throws CorruptSSTableException {
        int low = -1;
        int high = restartCount;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            int compared = compareRestart(middle, target, targetLength);
            if (compared < 0 || orAt && compared == 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compareRestart(int index, byte[] target, int targetLength) throws CorruptSSTableException {
        int entry = restart(index);
        long shared = vint(entry, entriesEnd);
        entry += (int) (shared & 0xFF);
        long suffix = vint(entry, entriesEnd);
        entry += (int) (suffix & 0xFF);
        long value = vint(entry, entriesEnd);
        entry += (int) (value & 0xFF);
        if (shared >>> 8 != 0 || suffix >>> 8 > entriesEnd - entry) {
            throw corrupt("restart " + index + " is none");
        }
        return KeyOrder.compare(block, entry, (int) (suffix >>> 8), target, 0, targetLength);
    }

    private int restart(int index) throws CorruptSSTableException {
        int entry = block.get(SSTableFormat.INT, entriesEnd + (long) Integer.BYTES * index);
        if (entry < 1 || entry >= entriesEnd) {
            throw corrupt("restart " + index + " at " + entry);
        }
        return entry;
    }

    private int runEnd(int index) throws CorruptSSTableException {
        return index + 1 < restartCount ? restart(index + 1) : entriesEnd;
    }

    /// Makes the entry at `entry` the current one, on top of the one before it; where the next begins.
    private int decode(int entry, int end) throws CorruptSSTableException {
        long shared = vint(entry, end);
        int at = entry + (int) (shared & 0xFF);
        long suffix = vint(at, end);
        at += (int) (suffix & 0xFF);
        long value = vint(at, end);
        at += (int) (value & 0xFF);
        int sharedBytes = (int) (shared >>> 8);
        int suffixBytes = (int) (suffix >>> 8);
        int valueBytes = (int) (value >>> 8);
        if (sharedBytes > keyLength
                || (long) suffixBytes + valueBytes > end - at
                || suffixBytes > SSTableFormat.MAX_KEY_BYTES - sharedBytes) {
            throw corrupt("an entry beyond its block");
        }
        keyLength = sharedBytes + suffixBytes;
        if (keyLength > key.length) {
            key = Arrays.copyOf(key, Math.max(Math.max(64, keyLength), 2 * key.length));
        }
        MemorySegment.copy(block, ValueLayout.JAVA_BYTE, at, key, sharedBytes, suffixBytes);
        valueOffset = at + suffixBytes;
        valueLength = valueBytes;
        return valueOffset + valueLength;
    }

    private void decodeRun(int index) throws CorruptSSTableException {
        run = index;
        runPosition = 0;
        keyLength = 0;
        int entry = restart(index);
        int end = runEnd(index);
        int keysEnd = 0;
        while (entry < end) {
            entry = decode(entry, end);
            if (runPosition == runKeyEnds.length) {
                int room = Math.max(BlockFormat.RESTART_INTERVAL, 2 * runPosition);
                runKeyEnds = Arrays.copyOf(runKeyEnds, room);
                runValueOffsets = Arrays.copyOf(runValueOffsets, room);
                runValueLengths = Arrays.copyOf(runValueLengths, room);
            }
            if (keysEnd + keyLength > runKeys.length) {
                runKeys = Arrays.copyOf(runKeys, Math.max(Math.max(256, keysEnd + keyLength), 2 * runKeys.length));
            }
            System.arraycopy(key, 0, runKeys, keysEnd, keyLength);
            keysEnd += keyLength;
            runKeyEnds[runPosition] = keysEnd;
            runValueOffsets[runPosition] = valueOffset;
            runValueLengths[runPosition] = valueLength;
            runPosition++;
        }
        if (runPosition == 0) {
            throw corrupt("an empty run at restart " + index);
        }
    }

    private void takeFromRun(int position) {
        int start = position == 0 ? 0 : runKeyEnds[position - 1];
        keyLength = runKeyEnds[position] - start;
        System.arraycopy(runKeys, start, key, 0, keyLength);
        valueOffset = runValueOffsets[position];
        valueLength = runValueLengths[position];
    }

    private long vint(int at, int end) throws CorruptSSTableException {
        long packed = BlockFormat.vint(block, at, end);
        if (packed < 0) {
            throw corrupt("a length beyond its block");
        }
        return packed;
    }

    private CorruptSSTableException corrupt(String what) {
        return new CorruptSSTableException(file, blockOffset, what);
    }
}
