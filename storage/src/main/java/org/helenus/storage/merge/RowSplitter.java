package org.helenus.storage.merge;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowSplit;
import org.helenus.storage.encoding.RowWriter;

/// Writes a large row anew: in one entry when its cells with paths fit there, otherwise the row itself and then entries
/// of some cells each. Takes memory for one entry of the row and `splitBytes`, however large the row is.
///
/// Reusable: [#begin], [#add] what holds more of the row, [#next] as often as it says so. One thread.
final class RowSplitter {
    /// A further entry that waits for the row to turn out to be large.
    private record Run(byte[] key, byte[] value) {}

    private final RowSplit split;
    private final DropTimes drops;
    private final CellMerger cells = new CellMerger();
    private final RowReader row = new RowReader();
    private final RowReader rowCells = new RowReader();
    private final RowWriter writer = new RowWriter();
    private final RowMerger whole = new RowMerger();
    private final ByteWriter value = new ByteWriter(512);
    private final ArrayDeque<Run> waiting = new ArrayDeque<>();
    private byte[] rowBytes = new byte[0];
    private byte[] key = new byte[0];
    private int rowKeyLength;
    private int keyLength;
    private boolean started;
    private boolean hasCell;

    RowSplitter(RowSplit split, DropTimes drops) {
        this.split = split;
        this.drops = drops;
    }

    /// A row of fewer bytes is not large.
    int leastBytes() {
        return split.splitBytes();
    }

    /// Whether so many bytes of a row are cells with paths that these go into further entries.
    boolean isLarge(MemorySegment segment, long offset, int length) {
        copy(segment, offset, length);
        long bytes = 0;
        row.reset(rowBytes, 0, length);
        while (row.nextCell()) {
            bytes += row.hasPath() ? row.pathLength() + row.valueLength() : 0;
        }
        return bytes > split.splitBytes();
    }

    private void copy(MemorySegment segment, long offset, int length) {
        if (rowBytes.length < length) {
            rowBytes = new byte[length];
        }
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, rowBytes, 0, length);
    }

    /// Starts a row.
    ///
    /// @param segment,offset,length the entries of the row itself, merged; copied
    /// @param covering as for [RowMerger#merge]
    void begin(byte[] rowKey, int newRowKeyLength, MemorySegment segment, long offset, int length, long covering) {
        rowKeyLength = newRowKeyLength;
        key = Arrays.copyOf(rowKey, newRowKeyLength);
        copy(segment, offset, length);
        row.reset(rowBytes, 0, length);
        rowCells.reset(rowBytes, 0, length);
        cells.reset(Math.max(covering, row.deletionTimestamp()), drops);
        cells.add(new CellStream.OfRow(rowCells));
        waiting.clear();
        started = false;
    }

    /// Adds further entries of the row.
    void add(RunCells runs) {
        cells.add(runs);
    }

    /// Moves to the row, then to its further entries; at once to its end when nothing is left of it.
    boolean next() throws IOException {
        if (!started) {
            started = true;
            return first();
        }
        Run run = waiting.poll();
        if (run != null) {
            key = run.key;
            keyLength = run.key.length;
            value.reset();
            value.bytes(run.value);
            return true;
        }
        return readRun();
    }

    private boolean first() throws IOException {
        nextElement();
        long bytes = 0;
        while (bytes <= split.splitBytes() && readRun()) {
            waiting.add(new Run(Arrays.copyOf(key, keyLength), value.toArray()));
            bytes += value.length();
        }
        keyLength = rowKeyLength;
        value.reset();
        boolean says = writeRow();
        if (bytes > split.splitBytes()) {
            return true;
        }
        return (says || !waiting.isEmpty()) && join();
    }

    /// Writes the row without its cells with paths.
    ///
    /// @return whether it says more than that it is continued
    private boolean writeRow() {
        writer.reset(value);
        writer.continued();
        if (row.hasMarker()) {
            writer.marker(row.markerTimestamp(), row.markerTtl(), row.markerExpiry());
        }
        if (row.hasDeletion()) {
            writer.deletion(row.deletionTimestamp(), row.deletionSeconds());
        }
        if (row.hasClustering()) {
            writer.clustering(row.array(), row.clusteringOffset(), row.clusteringLength());
        }
        boolean says = row.hasMarker() || row.hasDeletion();
        row.rewind();
        while (row.nextCell()) {
            if (!row.hasPath()) {
                writer.copy(row);
                says = true;
            }
        }
        writer.finish();
        return says;
    }

    /// Puts the row and the few cells that wait together.
    private boolean join() {
        whole.reset();
        byte[] head = value.toArray();
        whole.add(head, 0, head.length);
        for (Run run : waiting) {
            whole.add(run.value, 0, run.value.length);
        }
        waiting.clear();
        value.reset();
        whole.merge(DeletionList.NONE, DropTimes.NONE, value);
        RowWriter.makeWhole(value.array(), 0);
        return true;
    }

    private void nextElement() throws IOException {
        do {
            hasCell = cells.next();
        } while (hasCell && !cells.cell().hasPath());
    }

    private boolean readRun() throws IOException {
        if (!hasCell) {
            return false;
        }
        RowReader cell = cells.cell();
        int column = cell.columnId();
        key = RowKeyFormat.continuation(key, rowKeyLength, cell);
        keyLength = rowKeyLength + RowKeyFormat.CONTINUATION_BYTES + cell.pathLength();
        value.reset();
        writer.reset(value);
        writer.continuation();
        do {
            writer.copy(cells.cell());
            nextElement();
        } while (hasCell && cells.cell().columnId() == column && value.length() < split.runBytes());
        writer.finish();
        return true;
    }

    byte[] key() {
        return key;
    }

    int keyLength() {
        return keyLength;
    }

    int rowKeyLength() {
        return rowKeyLength;
    }

    byte[] value() {
        return value.array();
    }

    int valueLength() {
        return value.length();
    }
}
