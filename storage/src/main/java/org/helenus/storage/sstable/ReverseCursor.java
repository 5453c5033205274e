package org.helenus.storage.sstable;

import java.io.IOException;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.cache.CachedBlock;
import org.helenus.storage.merge.EntryCursor;

/// The entries of a range from its end to its start, block by block through the cache. It stands on one pinned block
/// at a time.
final class ReverseCursor extends EntryCursor {
    private final SSTable table;
    private final KeyRange range;
    private final ReadMode mode;
    private final BlockCursor entries = new BlockCursor();
    private CachedBlock block = CachedBlock.NONE;
    private int next;
    /// Whether the range begins in the current block, or behind it.
    private boolean isLast;

    ReverseCursor(SSTable table, KeyRange range, ReadMode mode) {
        this.table = table;
        this.range = range;
        this.mode = mode;
        next = table.index().find(range.end(), range.end().length);
    }

    @Override
    public boolean next() throws IOException {
        while (!entries.previous()) {
            if (isLast || !openNext()) {
                return end();
            }
        }
        standOn(entries.key(), entries.keyLength());
        standOnValue(block.content(), entries.valueOffset(), entries.valueLength());
        return true;
    }

    private boolean openNext() throws IOException {
        boolean isFirst = block == CachedBlock.NONE;
        leave();
        if (next < 0) {
            return false;
        }
        block = table.pin(next, mode);
        var opened = table.block(block, next);
        int from = opened.seek(range.start(), range.start().length) >>> 1;
        int to = isFirst ? opened.seek(range.end(), range.end().length) >>> 1 : opened.count();
        isLast = from > 0;
        entries.open(opened, from, to);
        next--;
        return true;
    }

    private boolean end() {
        isLast = true;
        entries.close();
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
    public void close() {
        end();
    }
}
