package org.helenus.storage.sstable;

import java.io.IOException;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;

/// The entries of a range in key order.
final class ForwardCursor extends TableCursor {
    ForwardCursor(SSTable table, KeyRange range, ReadMode mode) throws IOException {
        super(table, range, mode, Math.max(0, table.index().find(range.start(), range.start().length)));
    }

    @Override
    boolean nextOfBlock() throws CorruptSSTableException {
        return entries.next();
    }

    @Override
    boolean open(Block opened, boolean isFirst) throws CorruptSSTableException {
        int from = isFirst ? opened.seek(range.start(), range.start().length) >>> 1 : 0;
        int to = opened.seek(range.end(), range.end().length) >>> 1;
        entries.open(opened, from, to);
        return to < opened.count();
    }

    @Override
    int step() {
        return 1;
    }
}
