package org.helenus.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
    private final List<ElementSpan> regularElements;
    private final List<ElementSpan> staticElements;

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
        regularElements = elements(columns, ColumnKind.REGULAR);
        staticElements = elements(columns, ColumnKind.STATIC);
    }

    private ColumnSet(ColumnSet from, List<ElementSpan> regularElements, List<ElementSpan> staticElements) {
        bits = from.bits;
        singleRegulars = from.singleRegulars;
        singleStatics = from.singleStatics;
        this.regularElements = List.copyOf(regularElements);
        this.staticElements = List.copyOf(staticElements);
    }

    private static int[] single(List<ColumnMetadata> columns, ColumnKind kind) {
        return columns.stream()
                .filter(column -> column.kind() == kind && !column.type().isMultiCell())
                .mapToInt(ColumnMetadata::id)
                .sorted()
                .toArray();
    }

    private static List<ElementSpan> elements(List<ColumnMetadata> columns, ColumnKind kind) {
        return columns.stream()
                .filter(column -> column.kind() == kind && column.type().isMultiCell())
                .map(column -> ElementSpan.all(column.id()))
                .distinct()
                .sorted(Comparator.comparingInt(ElementSpan::columnId))
                .toList();
    }

    /// Columns of the primary key may be among them; they cost nothing.
    public static ColumnSet of(Collection<ColumnMetadata> columns) {
        return new ColumnSet(new ArrayList<>(columns));
    }

    public static ColumnSet all(TableMetadata table) {
        return new ColumnSet(table.allColumns());
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
        return !elements(isStatic).isEmpty();
    }

    /// What of the columns with paths will be looked at: by column id, then path, without overlap.
    public List<ElementSpan> elements(boolean isStatic) {
        return isStatic ? staticElements : regularElements;
    }

    /// The same columns, of one of them only some elements. A reader may be given more.
    ///
    /// @param spans of this column, in order, without overlap
    public ColumnSet withElements(int columnId, List<ElementSpan> spans) {
        return new ColumnSet(
                this, replaced(regularElements, columnId, spans), replaced(staticElements, columnId, spans));
    }

    private static List<ElementSpan> replaced(List<ElementSpan> all, int columnId, List<ElementSpan> spans) {
        var changed = new ArrayList<ElementSpan>();
        boolean done = false;
        for (ElementSpan each : all) {
            if (each.columnId() != columnId) {
                changed.add(each);
            } else if (!done) {
                changed.addAll(spans);
                done = true;
            }
        }
        return changed;
    }
}
