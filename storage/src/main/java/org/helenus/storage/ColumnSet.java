package org.helenus.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.helenus.schema.ColumnKind;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableMetadata;

/// The columns that a read will look at. The row's existence is judged by all columns all the same. Immutable; any
/// thread.
public final class ColumnSet {
    private final long[] bits;
    private final int[] singleRegulars;
    private final int[] singleStatics;
    private final boolean complexRegulars;
    private final boolean complexStatics;

    private ColumnSet(List<ColumnMetadata> columns) {
        int most = -1;
        for (ColumnMetadata column : columns) {
            most = Math.max(most, column.id());
        }
        bits = new long[(most + 64) / 64];
        for (ColumnMetadata column : columns) {
            bits[column.id() >> 6] |= 1L << column.id();
        }
        singleRegulars = single(columns, ColumnKind.REGULAR);
        singleStatics = single(columns, ColumnKind.STATIC);
        complexRegulars = complex(columns, ColumnKind.REGULAR);
        complexStatics = complex(columns, ColumnKind.STATIC);
    }

    private static int[] single(List<ColumnMetadata> columns, ColumnKind kind) {
        return columns.stream()
                .filter(column -> column.kind() == kind && !column.type().isMultiCell())
                .mapToInt(ColumnMetadata::id)
                .sorted()
                .toArray();
    }

    private static boolean complex(List<ColumnMetadata> columns, ColumnKind kind) {
        return columns.stream()
                .anyMatch(column -> column.kind() == kind && column.type().isMultiCell());
    }

    /// Columns of the primary key may be among them; they cost nothing.
    public static ColumnSet of(Collection<ColumnMetadata> columns) {
        return new ColumnSet(new ArrayList<>(columns));
    }

    public static ColumnSet all(TableMetadata table) {
        return new ColumnSet(table.columns());
    }

    public boolean contains(int columnId) {
        int word = columnId >> 6;
        return word < bits.length && (bits[word] >>> columnId & 1) != 0;
    }

    /// Ids, ascending, of the static or regular columns here that are one cell. Leave the array alone.
    public int[] singleCellIds(boolean isStatic) {
        return isStatic ? singleStatics : singleRegulars;
    }

    /// Whether a static or regular column here has cells with paths.
    public boolean hasComplex(boolean isStatic) {
        return isStatic ? complexStatics : complexRegulars;
    }
}
