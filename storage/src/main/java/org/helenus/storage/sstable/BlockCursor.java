package org.helenus.storage.sstable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Moves over the entries of one block after the other, both ways, and puts their keys together.
///
/// One thread; the blocks stay the caller's, who keeps them in memory. The key's array is the cursor's, and changes
/// with each step.
final class BlockCursor {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int SHORT_BYTES = 64;

    private Block block;
    /// What was not given yet: from here …
    private int below;
    /// … to before here.
    private int above;
    private byte[] key = new byte[128];
    private int keyLength;
    private int valueOffset;
    private int valueLength;

    /// Turns to all entries of a block.
    void open(Block opened) {
        open(opened, 0, opened.count());
    }

    /// Turns to the entries `first … last − 1` of a block; it stands before the first of them, and behind the last.
    void open(Block opened, int first, int last) {
        block = opened;
        below = first;
        above = last;
        int prefix = opened.prefix();
        if (prefix + BlockFormat.HEAD_BYTES > key.length) {
            key = new byte[prefix + Math.max(prefix, BlockFormat.HEAD_BYTES)];
        }
        opened.copyPrefix(key);
    }

    /// Leaves the block: there is nothing more to give.
    void close() {
        below = above;
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

    /// The next entry, of those that were not given yet, from the first on; false when there is none.
    boolean next() throws CorruptSSTableException {
        if (below >= above) {
            return false;
        }
        take(below++);
        return true;
    }

    /// The next entry of those that were not given yet, from the last back; false when there is none.
    boolean previous() throws CorruptSSTableException {
        if (below >= above) {
            return false;
        }
        take(--above);
        return true;
    }

    private void take(int i) throws CorruptSSTableException {
        int prefix = block.prefix();
        int end = block.end(i);
        long slot = block.slot(i, end);
        int suffix = (int) slot;
        int place = (int) (slot >>> 32);
        int rest = Block.restBytes(suffix);
        keyLength = prefix + suffix;
        if (keyLength > key.length) {
            grow();
        }
        LONG.set(key, prefix, block.head(i));
        copyRest(place, rest, prefix + BlockFormat.HEAD_BYTES);
        valueOffset = place + rest;
        valueLength = end - valueOffset;
    }

    /// By eight bytes, as most are short: what is copied too much lies behind the key.
    private void copyRest(int place, int rest, int to) {
        MemorySegment content = block.content();
        if (rest > SHORT_BYTES || place + SHORT_BYTES > content.byteSize() || to + SHORT_BYTES > key.length) {
            MemorySegment.copy(content, ValueLayout.JAVA_BYTE, place, key, to, rest);
            return;
        }
        for (int i = 0; i < rest; i += Long.BYTES) {
            LONG.set(key, to + i, content.get(SSTableFormat.LONG, place + i));
        }
    }

    private void grow() {
        var larger = new byte[2 * keyLength];
        System.arraycopy(key, 0, larger, 0, block.prefix());
        key = larger;
    }
}
