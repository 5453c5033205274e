package org.helenus.storage.merge;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Entries of one source in key order, or in its reverse; each key once. One thread.
///
/// Key and value are given as places, so that a step makes no garbage. They stay where they are, unchanged, until the
/// next [#next] or [#close].
///
/// A class and not an interface: several kinds of cursors are merged with each other, and what a step found is then
/// read
/// from fields, whatever kind it was.
public abstract class EntryCursor implements AutoCloseable {
    private byte[] key = {};
    private int keyLength;
    private MemorySegment valueSegment = MemorySegment.NULL;
    private long valueOffset;
    private int valueLength;

    /// Moves to the next entry, and says where it lies by [#standOn] and [#standOnValue].
    ///
    /// @return false: there is none
    public abstract boolean next() throws IOException;

    /// @param array the row key is its first `length` bytes
    protected final void standOn(byte[] array, int length) {
        key = array;
        keyLength = length;
    }

    protected final void standOnValue(MemorySegment segment, long offset, int length) {
        valueSegment = segment;
        valueOffset = offset;
        valueLength = length;
    }

    /// The row key is the first [#keyLength] bytes. The array may be another after each step; it is the cursor's.
    public final byte[] key() {
        return key;
    }

    public final int keyLength() {
        return keyLength;
    }

    /// Where the row value lies: [#valueLength] bytes from [#valueOffset].
    public final MemorySegment valueSegment() {
        return valueSegment;
    }

    public final long valueOffset() {
        return valueOffset;
    }

    public final int valueLength() {
        return valueLength;
    }

    /// Before the first [#next], has the memory come near that it will look at. What is far away takes as long to
    /// come
    /// as dozens of steps on what is near, and comes for several cursors at once when all are asked first.
    ///
    /// @return nothing of meaning; whoever keeps it keeps the loads
    public int bringNear() {
        return 0;
    }

    @Override
    public abstract void close() throws IOException;
}
