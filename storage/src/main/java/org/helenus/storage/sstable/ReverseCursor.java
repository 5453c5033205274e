package org.helenus.storage.sstable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.cache.CachedBlock;
import org.helenus.storage.merge.EntryCursor;

/// The entries of a range from its end to its start, block by block through the cache. It stands on one pinned block
/// at a time.
final class ReverseCursor implements EntryCursor {
    private final SSTable table;
    private final KeyRange range;
    private final ReadMode mode;
    private final BlockCursor entries = new BlockCursor();
    private CachedBlock block = CachedBlock.NONE;
    private int next;
    private boolean started;
    private boolean done;

    ReverseCursor(SSTable table, KeyRange range, ReadMode mode) {
        this.table = table;
        this.range = range;
        this.mode = mode;
    }

    @Override
    public boolean next() throws IOException {
        if (done) {
            return false;
        }
        boolean found = started ? entries.previous() : start();
        while (!found) {
            if (!openNext()) {
                return end();
            }
            found = entries.previous();
        }
        boolean inside = KeyOrder.compare(entries.key(), entries.keyLength(), range.start(), range.start().length) >= 0;
        return inside || end();
    }

    private boolean start() throws IOException {
        next = table.index().find(range.end(), range.end().length);
        boolean opened = openNext();
        started = true;
        return opened && entries.seekBelow(range.end(), range.end().length);
    }

    private boolean openNext() throws IOException {
        leave();
        if (next < 0) {
            return false;
        }
        block = table.pin(next, mode);
        entries.open(block.content(), table.path(), table.index().blockOffset(next));
        next--;
        return true;
    }

    private boolean end() {
        done = true;
        leave();
        return false;
    }

    private void leave() {
        if (block != CachedBlock.NONE) {
            var left = block;
            block = CachedBlock.NONE;
            left.unpin();
        }
    }

    @Override
    public byte[] key() {
        return entries.key();
    }

    @Override
    public int keyLength() {
        return entries.keyLength();
    }

    @Override
    public MemorySegment valueSegment() {
        return block.content();
    }

    @Override
    public long valueOffset() {
        return entries.valueOffset();
    }

    @Override
    public int valueLength() {
        return entries.valueLength();
    }

    @Override
    public void close() {
        end();
    }
}
