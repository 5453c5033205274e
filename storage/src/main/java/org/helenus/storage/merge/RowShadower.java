package org.helenus.storage.merge;

import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.encoding.Reconciliation;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowWriter;

/// Leaves out of a row what another version of it shadows, without taking anything over from that: for a file that is
/// rewritten alone, beside others that delete or overwrite what it holds. Reusable; one thread.
public final class RowShadower {
    private final RowReader row = new RowReader();
    private final RowReader other = new RowReader();
    private final RowWriter writer = new RowWriter();
    private boolean inOther;
    private int deletedColumn;
    private long columnDeletion;

    /// The version that shadows.
    ///
    /// @param array a row value, untouched until [#subtract] returns
    /// @param length of it; 0: there is no other version, only what covers it
    /// @param deletion of the partition or of a range that covers the row, [DeletionList#NONE] for none
    /// @param overwrites whether cells and markers count that were written over; otherwise deletions of the row
    /// only
    public record Shadow(byte[] array, int length, long deletion, boolean overwrites) {}

    /// Appends what stays of a row to `out`.
    ///
    /// @return whether anything is left; when not, nothing was appended
    public boolean subtract(byte[] array, int length, Shadow shadow, ByteWriter out) {
        row.reset(array, 0, length);
        writer.reset(out);
        writer.shapeOf(row);
        long deletion = shadow.deletion;
        boolean overwrites = shadow.overwrites && shadow.length > 0;
        if (shadow.length > 0) {
            other.reset(shadow.array, 0, shadow.length);
            deletion = other.hasDeletion() ? Math.max(deletion, other.deletionTimestamp()) : deletion;
        }
        if (row.hasDeletion() && row.deletionTimestamp() >= deletion) {
            writer.deletion(row.deletionTimestamp(), row.deletionSeconds());
        }
        boolean overwritten =
                overwrites && other.hasMarker() && row.hasMarker() && other.markerTimestamp() > row.markerTimestamp();
        if (row.hasMarker() && row.markerTimestamp() > deletion && !overwritten) {
            writer.marker(row.markerTimestamp(), row.markerTtl(), row.markerExpiry());
        }
        if (row.hasClustering()) {
            writer.clustering(row.array(), row.clusteringOffset(), row.clusteringLength());
        }
        columnDeletion = DeletionList.NONE;
        inOther = overwrites && other.nextCell();
        while (row.nextCell()) {
            if (row.timestamp() > deletion && !isShadowed()) {
                writer.copy(row);
            }
        }
        return writer.finish();
    }

    /// Whether a cell of the other version at the same place wins, or its deletion of the column does.
    private boolean isShadowed() {
        while (inOther && other.comparePlace(row) < 0) {
            noteDeletion();
            inOther = other.nextCell();
        }
        boolean same = inOther && other.comparePlace(row) == 0;
        if (same) {
            noteDeletion();
            if (Reconciliation.cell(other, row) > 0) {
                return true;
            }
        }
        return deletedColumn == row.columnId() && columnDeletion >= row.timestamp() && !row.isComplexDeletion();
    }

    private void noteDeletion() {
        if (other.isComplexDeletion()) {
            deletedColumn = other.columnId();
            columnDeletion = other.timestamp();
        }
    }
}
