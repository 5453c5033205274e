package org.helenus.storage.merge;

import java.util.Arrays;
import org.helenus.schema.DroppedColumn;
import org.helenus.schema.TableMetadata;

/// When columns of a table were dropped: cells written at or before are not seen, and go at the next merge. Immutable.
public final class DropTimes {
    public static final DropTimes NONE = new DropTimes(new int[0], new long[0]);

    private final int[] ids;
    private final long[] micros;

    private DropTimes(int[] ids, long[] micros) {
        this.ids = ids;
        this.micros = micros;
    }

    /// What a merge may leave out. A newer cell of a dropped column stays: the column may be added again.
    public static DropTimes forMerges(TableMetadata table) {
        return of(table, false);
    }

    /// What a reader does not see: of columns that are not there now, nothing.
    public static DropTimes forReads(TableMetadata table) {
        return of(table, true);
    }

    private static DropTimes of(TableMetadata table, boolean goneHidesAll) {
        if (table.droppedColumns().isEmpty()) {
            return NONE;
        }
        DroppedColumn[] columns = table.droppedColumns().values().toArray(new DroppedColumn[0]);
        Arrays.sort(
                columns, (a, b) -> Integer.compare(a.column().id(), b.column().id()));
        var ids = new int[columns.length];
        var micros = new long[columns.length];
        for (int i = 0; i < columns.length; i++) {
            ids[i] = columns[i].column().id();
            boolean gone = table.column(ids[i]).isEmpty();
            micros[i] = gone && goneHidesAll ? Long.MAX_VALUE : columns[i].droppedAtMicros();
        }
        return new DropTimes(ids, micros);
    }

    public boolean isEmpty() {
        return ids.length == 0;
    }

    /// Whether a cell of a column, written at a time, is gone with the column.
    public boolean hides(int columnId, long timestamp) {
        if (ids.length == 0) {
            return false;
        }
        int index = Arrays.binarySearch(ids, columnId);
        return index >= 0 && timestamp <= micros[index];
    }
}
