package org.helenus.storage.sstable;

import java.io.IOException;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;

/// The entries of a range from the last back.
final class ReverseCursor extends TableCursor {
    ReverseCursor(SSTable table, KeyRange range, ReadMode mode) throws IOException {
        super(table, range, mode, table.index().find(range.end(), range.end().length));
    }

    @Override
    boolean nextOfBlock() throws CorruptSSTableException {
        return entries.previous();
    }

    @Override
    boolean open(Block opened, boolean isFirst) throws CorruptSSTableException {
        int from = opened.seek(range.start(), range.start().length) >>> 1;
        int to = isFirst ? opened.seek(range.end(), range.end().length) >>> 1 : opened.count();
        entries.open(opened, from, to);
        return from > 0;
    }

    @Override
    int step() {
        return -1;
    }
}
