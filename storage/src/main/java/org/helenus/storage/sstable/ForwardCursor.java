package org.helenus.storage.sstable;

import java.io.IOException;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.cache.CachedBlock;
import org.helenus.storage.merge.EntryCursor;

/// The entries of a range in key order, block by block through the cache. It stands on one pinned block at a time.
final class ForwardCursor extends EntryCursor {
    private final SSTable table;
    private final KeyRange range;
    private final ReadMode mode;
    private final BlockCursor entries = new BlockCursor();
    private CachedBlock block = CachedBlock.NONE;
    private int next;
    /// Whether the range ends in the current block, or before.
    private boolean isLast;

    ForwardCursor(SSTable table, KeyRange range, ReadMode mode) {
        this.table = table;
        this.range = range;
        this.mode = mode;
        next = Math.max(0, table.index().find(range.start(), range.start().length));
    }

    @Override
    public boolean next() throws IOException {
        while (!entries.next()) {
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
        if (next >= table.index().count()) {
            return false;
        }
        block = table.pin(next, mode);
        var opened = table.block(block, next);
        int from = isFirst ? opened.seek(range.start(), range.start().length) >>> 1 : 0;
        int to = opened.seek(range.end(), range.end().length) >>> 1;
        isLast = to < opened.count();
        entries.open(opened, from, to);
        next++;
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
