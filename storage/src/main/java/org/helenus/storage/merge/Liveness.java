package org.helenus.storage.merge;

import org.helenus.storage.encoding.RowReader;

/// Judges merged rows at a moment: does anything of them live? Counts the deletions and expired cells that it meets.
/// One thread.
public final class Liveness {
    private long tombstones;

    /// Whether the row has a live marker or a live cell, in whatever column. Leaves the reader at its end.
    public boolean isAlive(RowReader row, DropTimes drops, long nowSeconds) {
        if (row.hasDeletion()) {
            tombstones++;
        }
        boolean alive = isMarkerAlive(row, nowSeconds);
        if (row.hasMarker() && !alive) {
            tombstones++;
        }
        if (!row.isMortal() && drops.isEmpty()) {
            return alive || row.hasCells();
        }
        while (row.nextCell()) {
            if (row.isTombstone() || row.isComplexDeletion() || row.isExpiring() && row.seconds() <= nowSeconds) {
                tombstones++;
            } else if (!alive && !drops.hides(row.columnId(), row.timestamp())) {
                alive = true;
            }
        }
        return alive;
    }

    static boolean isMarkerAlive(RowReader row, long nowSeconds) {
        return row.hasMarker() && (row.markerTtl() == 0 || row.markerExpiry() > nowSeconds);
    }

    public long tombstones() {
        return tombstones;
    }
}
