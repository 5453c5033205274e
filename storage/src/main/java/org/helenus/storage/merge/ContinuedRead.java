package org.helenus.storage.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.ElementSpan;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowWriter;

/// Reads of a row that is continued what a reader asked for, and puts it together as one row, which takes memory for
/// that and no more. Reusable; one thread.
final class ContinuedRead {
    /// What an event loop may look at for one row: well below a millisecond.
    private static final int LOOP_CELLS = 4_000;

    private final CellMerger cells = new CellMerger();
    private final RowReader row = new RowReader();
    private final RowReader rowCells = new RowReader();
    private final RowWriter writer = new RowWriter();
    private ByteWriter out = new ByteWriter(512);
    /// One for each source, kept for their buffers.
    private final List<SpanCells> spanCells = new ArrayList<>();
    private byte[] key = new byte[0];
    private List<EntrySource> sources = List.of();
    private ReadMode mode = ReadMode.MEMORY_ONLY;
    private long covering;

    /// What is read from.
    ///
    /// @param sources those in which the row is continued
    /// @param covering as for [RowMerger#merge]
    record From(List<EntrySource> sources, ReadMode mode, long covering) {}

    /// Puts the wanted part of a row together: [#bytes] has it.
    ///
    /// @param array,offset,length the entries of the row itself, merged
    void read(byte[] rowKey, int keyLength, byte[] array, int offset, int length, ColumnSet wanted, From from)
            throws IOException {
        key = Arrays.copyOf(rowKey, keyLength);
        row.reset(array, offset, length);
        rowCells.reset(array, offset, length);
        mode = from.mode;
        covering = Math.max(from.covering, row.deletionTimestamp());
        sources = new ArrayList<>(from.sources.size());
        for (EntrySource source : from.sources) {
            if (source.maxTimestamp() > covering) {
                sources.add(source);
            }
        }
        boolean isStatic = key[RowKeyFormat.prefixLength(key, keyLength)] == RowKeyFormat.SECTION_STATIC;
        assemble(wanted.elements(isStatic));
    }

    private void assemble(List<ElementSpan> spans) throws IOException {
        out = RowMerger.emptied(out);
        writer.reset(out);
        if (row.hasMarker()) {
            writer.marker(row.markerTimestamp(), row.markerTtl(), row.markerExpiry());
        }
        if (row.hasDeletion()) {
            writer.deletion(row.deletionTimestamp(), row.deletionSeconds());
        }
        if (row.hasClustering()) {
            writer.clustering(row.array(), row.clusteringOffset(), row.clusteringLength());
        }
        int open = spans.isEmpty() ? 0 : sources.size();
        while (spanCells.size() < open) {
            spanCells.add(new SpanCells(sources.getFirst()));
        }
        try {
            begin(DropTimes.NONE);
            for (int i = 0; i < open; i++) {
                spanCells.get(i).reset(sources.get(i), key, spans, mode);
                cells.add(spanCells.get(i));
            }
            while (cells.next()) {
                // of an element that was not read everywhere nobody knows what it is
                if (!cells.cell().hasPath() || isIn(spans, cells.cell())) {
                    writer.copy(cells.cell());
                }
            }
        } finally {
            for (int i = 0; i < open; i++) {
                spanCells.get(i).close();
            }
        }
        if (!writer.finish()) {
            // shown all the same, if something lives that nobody asked for
            writer.reset(out);
            writer.continued();
            if (row.hasClustering()) {
                writer.clustering(row.array(), row.clusteringOffset(), row.clusteringLength());
            }
            writer.finish();
        }
    }

    private static boolean isIn(List<ElementSpan> spans, RowReader cell) {
        for (int i = 0; i < spans.size(); i++) {
            ElementSpan span = spans.get(i);
            if (span.columnId() == cell.columnId()
                    && span.compare(cell.array(), cell.pathOffset(), cell.pathLength()) == 0) {
                return true;
            }
        }
        return false;
    }

    private void begin(DropTimes drops) {
        rowCells.rewind();
        cells.reset(covering, drops);
        if (!mode.mayBlock()) {
            cells.limit(LOOP_CELLS);
        }
        cells.add(new CellStream.OfRow(rowCells));
    }

    byte[] bytes() {
        return out.array();
    }

    int length() {
        return out.length();
    }

    /// Whether any cell of the row lives, asked for or not.
    boolean anyCellLives(DropTimes drops, long nowSeconds) throws IOException {
        var range = new KeyRange(
                RowKeyFormat.behind(key, key.length, RowKeyFormat.CONTINUATION),
                RowKeyFormat.behind(key, key.length, RowKeyFormat.CONTINUATIONS_END));
        var open = new ArrayList<EntryCursor>();
        try {
            begin(drops);
            for (EntrySource source : sources) {
                EntryCursor cursor = source.scan(range, false, mode);
                open.add(cursor);
                cells.add(new RunCells() {
                    @Override
                    boolean nextRun() throws IOException {
                        if (!cursor.next()) {
                            return false;
                        }
                        load(cursor);
                        return true;
                    }
                });
            }
            while (cells.next()) {
                RowReader cell = cells.cell();
                if (!cell.isTombstone()
                        && !cell.isComplexDeletion()
                        && (!cell.isExpiring() || cell.seconds() > nowSeconds)) {
                    return true;
                }
            }
            return false;
        } finally {
            for (EntryCursor each : open) {
                each.close();
            }
        }
    }
}
