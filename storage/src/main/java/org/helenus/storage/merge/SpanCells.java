package org.helenus.storage.merge;

import java.io.IOException;
import java.util.List;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.ElementSpan;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.encoding.RowKeyFormat;

/// The cells of some elements of a row that is continued in one source. Of an entry that begins before the first
/// element in question the source is asked by a step back from that element, so the entries before are not read.
final class SpanCells extends RunCells implements AutoCloseable {
    private static final byte[] NO_PATH = {};

    private EntrySource source;
    private byte[] rowKey = {};
    private List<ElementSpan> spans = List.of();
    private ReadMode mode = ReadMode.MEMORY_ONLY;
    private int next;
    private ElementSpan span = ElementSpan.all(-1);
    private EntryCursor cursor = EmptyCursor.INSTANCE;
    private final RowMerger pieces = new RowMerger();
    private ByteWriter merged = new ByteWriter(16);

    /// Reads from a source that has none yet.
    SpanCells(EntrySource source) {
        this.source = source;
    }

    /// Starts anew; closed since the last time.
    ///
    /// @param newSpans in order, none overlapping
    void reset(EntrySource newSource, byte[] newRowKey, List<ElementSpan> newSpans, ReadMode newMode) {
        source = newSource;
        rowKey = newRowKey;
        spans = newSpans;
        mode = newMode;
        next = 0;
        reset();
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
            if (span.from().isPresent() ? openAt(span.from().get()) : openColumn()) {
                return true;
            }
        }
        load(cursor);
        return true;
    }

    /// Whether the entry that a span begins in was there and is loaded; the cursor is on what follows.
    private boolean openAt(byte[] from) throws IOException {
        byte[] start = RowKeyFormat.continuation(rowKey, rowKey.length, span.columnId(), from);
        pieces.reset();
        boolean found = source.getRun(column(span.columnId()), start, mode, pieces::add);
        if (found) {
            loadPieces();
        }
        if (!span.isOne()) {
            cursor = source.scan(new KeyRange(RowKeyFormat.behind(start, start.length, 0), end()), false, mode);
        }
        return found;
    }

    private void loadPieces() {
        if (pieces.count() == 1) {
            load(pieces.array(0), pieces.offset(0), pieces.length(0));
        } else {
            merged = RowMerger.emptied(merged);
            pieces.merge(DeletionList.NONE, DropTimes.NONE, merged);
            load(merged.array(), 0, merged.length());
        }
    }

    private boolean openColumn() throws IOException {
        cursor = source.scan(new KeyRange(column(span.columnId()), end()), false, mode);
        return false;
    }

    private byte[] column(int columnId) {
        return RowKeyFormat.continuation(rowKey, rowKey.length, columnId, NO_PATH);
    }

    /// Where the entries begin that lie behind the span; behind a key, the next one has a zero byte more.
    private byte[] end() {
        if (span.to().isEmpty()) {
            return column(span.columnId() + 1);
        }
        byte[] last = RowKeyFormat.continuation(
                rowKey, rowKey.length, span.columnId(), span.to().get());
        return RowKeyFormat.behind(last, last.length, 0);
    }

    @Override
    public void close() throws IOException {
        EntryCursor open = cursor;
        cursor = EmptyCursor.INSTANCE;
        open.close();
    }
}
