package org.helenus.storage.sstable;

import java.io.IOException;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.cache.CachedBlock;
import org.helenus.storage.merge.EntryCursor;

/// The entries of a range, block by block through the cache. It stands on one pinned block at a time, from its making
/// on: whoever opens several can have the blocks of all come near before it looks into the first.
abstract sealed class TableCursor extends EntryCursor permits ForwardCursor, ReverseCursor {
    final SSTable table;
    final KeyRange range;
    final BlockCursor entries = new BlockCursor();
    private final ReadMode mode;
    private CachedBlock block = CachedBlock.NONE;
    private int number;
    /// Nothing of the first block was given yet.
    private boolean atStart = true;
    /// The range ends in the current block, or before.
    private boolean isLast;

    /// @param first number of the block that the range begins in, in the direction of the cursor; one that the file
    ///     does not have when no block can hold any of it
    TableCursor(SSTable table, KeyRange range, ReadMode mode, int first) throws IOException {
        this.table = table;
        this.range = range;
        this.mode = mode;
        number = first;
        if (first >= 0 && first < table.index().count()) {
            block = table.pin(first, mode);
        }
    }

    /// The next entry of those of the block, if there is one.
    abstract boolean nextOfBlock() throws CorruptSSTableException;

    /// Turns [#entries] to what the block has of the range; true when the range ends in it.
    ///
    /// @param isFirst whether the range begins in it
    abstract boolean open(Block opened, boolean isFirst) throws CorruptSSTableException;

    /// What is added to a block's number to get the next one's.
    abstract int step();

    @Override
    public final int bringNear() {
        return block == CachedBlock.NONE ? 0 : Block.bringNear(block.content());
    }

    @Override
    public final boolean next() throws IOException {
        while (!nextOfBlock()) {
            if (isLast || !openNext()) {
                return end();
            }
        }
        standOn(entries.key(), entries.keyLength());
        standOnValue(block.content(), entries.valueOffset(), entries.valueLength());
        return true;
    }

    private boolean openNext() throws IOException {
        boolean isFirst = atStart;
        atStart = false;
        if (!isFirst) {
            leave();
            number += step();
            if (number < 0 || number >= table.index().count()) {
                return false;
            }
            block = table.pin(number, mode);
        }
        if (block == CachedBlock.NONE) {
            return false;
        }
        isLast = open(table.block(block, number), isFirst);
        return true;
    }

    private boolean end() {
        atStart = false;
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
    public final void close() {
        end();
    }
}
