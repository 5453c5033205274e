package org.helenus.storage;

import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.merge.DropTimes;

/// The live cells of a [RowView], by column id, then path. Offsets point into [#array]. One thread.
public final class CellCursor {
    private RowReader row = new RowReader();
    private ColumnSet wanted;
    private DropTimes drops = DropTimes.NONE;
    private long nowSeconds;

    CellCursor() {}

    void reset(RowReader newRow, ColumnSet newWanted, DropTimes newDrops, long newNowSeconds) {
        row = newRow;
        wanted = newWanted;
        drops = newDrops;
        nowSeconds = newNowSeconds;
    }

    public byte[] array() {
        return row.array();
    }

    /// Moves to the next cell.
    public boolean next() {
        while (row.nextCell()) {
            if (wanted.contains(row.columnId())
                    && !row.isTombstone()
                    && !row.isComplexDeletion()
                    && (!row.isExpiring() || row.seconds() > nowSeconds)
                    && !drops.hides(row.columnId(), row.timestamp())) {
                return true;
            }
        }
        return false;
    }

    public int columnId() {
        return row.columnId();
    }

    /// Microseconds.
    public long timestamp() {
        return row.timestamp();
    }

    /// Seconds; 0: none.
    public int ttl() {
        return row.ttl();
    }

    /// Epoch seconds; 0: it does not expire.
    public long expiresAtSeconds() {
        return row.seconds();
    }

    /// Whether this is an element of a collection, or a field of a user type.
    public boolean hasPath() {
        return row.hasPath();
    }

    public int pathOffset() {
        return row.pathOffset();
    }

    public int pathLength() {
        return row.pathLength();
    }

    public int valueOffset() {
        return row.valueOffset();
    }

    public int valueLength() {
        return row.valueLength();
    }
}
