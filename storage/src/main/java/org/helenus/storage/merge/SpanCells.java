package org.helenus.storage.merge;

import java.io.IOException;
import java.util.List;
import org.helenus.storage.ElementSpan;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.encoding.RowKeyFormat;

/// The cells of some elements of a row that is continued in one source. Of an entry that begins before the first
/// element in question the source is asked by a step back from that element, so the entries before are not read.
final class SpanCells extends RunCells implements AutoCloseable {
    private final EntrySource source;
    private final byte[] rowKey;
    private final List<ElementSpan> spans;
    private final ReadMode mode;
    private int next;
    private ElementSpan span = ElementSpan.all(-1);
    private EntryCursor cursor = EmptyCursor.INSTANCE;

    /// @param spans in order, none overlapping
    SpanCells(EntrySource source, byte[] rowKey, List<ElementSpan> spans, ReadMode mode) {
        this.source = source;
        this.rowKey = rowKey;
        this.spans = spans;
        this.mode = mode;
    }

    @Override
    public boolean next() throws IOException {
        while (super.next()) {
            int place = span.compare(cell().array(), cell().pathOffset(), cell().pathLength());
            if (place == 0) {
                return true;
            }
            if (place > 0) {
                skipRun();
            }
        }
        return false;
    }

    @Override
    boolean nextRun() throws IOException {
        while (!cursor.next()) {
            cursor.close();
            cursor = EmptyCursor.INSTANCE;
            if (next == spans.size()) {
                return false;
            }
            span = spans.get(next++);
            if (open()) {
                return true;
            }
        }
        load(cursor);
        return true;
    }

    /// Opens the cursor on the entries of a span; whether the one that it begins in is loaded already.
    private boolean open() throws IOException {
        byte[] column = RowKeyFormat.continuation(rowKey, rowKey.length, span.columnId(), new byte[0]);
        byte[] start = span.from()
                .map(path -> RowKeyFormat.continuation(rowKey, rowKey.length, span.columnId(), path))
                .orElse(column);
        // what begins after the last element; a zero byte more is the next key there is
        byte[] end = span.to()
                .map(path -> {
                    byte[] last = RowKeyFormat.continuation(rowKey, rowKey.length, span.columnId(), path);
                    return RowKeyFormat.behind(last, last.length, 0);
                })
                .orElseGet(() -> RowKeyFormat.continuation(rowKey, rowKey.length, span.columnId() + 1, new byte[0]));
        if (span.from().isEmpty()) {
            cursor = source.scan(new KeyRange(start, end), false, mode);
            return false;
        }
        boolean found;
        byte[] after = RowKeyFormat.behind(start, start.length, 0);
        try (var back = source.scan(new KeyRange(column, after), true, mode)) {
            found = back.next();
            if (found) {
                load(back);
            }
        }
        if (!span.isOne()) {
            cursor = source.scan(new KeyRange(after, end), false, mode);
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}
