package org.helenus.storage.merge;

import java.lang.foreign.MemorySegment;

/// No entries.
final class EmptyCursor implements EntryCursor {
    static final EmptyCursor INSTANCE = new EmptyCursor();

    private static final byte[] NOTHING = {};

    private EmptyCursor() {}

    @Override
    public boolean next() {
        return false;
    }

    @Override
    public byte[] key() {
        return NOTHING;
    }

    @Override
    public int keyLength() {
        return 0;
    }

    @Override
    public MemorySegment valueSegment() {
        return MemorySegment.NULL;
    }

    @Override
    public long valueOffset() {
        return 0;
    }

    @Override
    public int valueLength() {
        return 0;
    }

    @Override
    public void close() {}
}
