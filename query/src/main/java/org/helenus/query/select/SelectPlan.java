package org.helenus.query.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.query.VirtualTable;
import org.helenus.query.expression.ColumnValue;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.restriction.Filter;
import org.helenus.query.restriction.PartitionRestrictions;
import org.helenus.query.restriction.Where;
import org.helenus.query.row.SlotPlan;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.ElementSpan;
import org.helenus.storage.KeyCodec;

/// A `SELECT`, resolved. Immutable; any thread.
///
/// @param generated the table's rows, when it is a virtual one
/// @param groupBy what makes a group, beside the partition; only where [#grouped]
/// @param sorts for `ORDER BY` over several partitions: the order to bring the rows into; else empty
/// @param reversed whether partitions are read from their last row to their first
/// @param fingerprint says which plans may go on from each other's paging states
/// @param parts the elements and slices of collections that it looks at
/// @param callSites calls whose result is settled once per execution
public record SelectPlan(
        TableMetadata table,
        Optional<VirtualTable> generated,
        KeyCodec codec,
        SlotPlan slots,
        Where where,
        Selection selection,
        boolean grouped,
        List<Expression> groupBy,
        List<Sort> sorts,
        boolean reversed,
        boolean distinct,
        Optional<Expression> perPartitionLimit,
        Optional<Expression> limit,
        long fingerprint,
        List<Part> parts,
        int callSites) {
    public SelectPlan {
        groupBy = List.copyOf(groupBy);
        sorts = List.copyOf(sorts);
        parts = List.copyOf(parts);
    }

    /// A column to sort by.
    record Sort(int slot, org.helenus.schema.type.CqlType type, boolean descending) {}

    /// What is read of the rows: of a collection that is only looked at by element, these elements.
    ColumnSet wanted(Scope scope) {
        ColumnSet wanted = slots.columnSet();
        for (int slot = 0; slot < slots.columns().size(); slot++) {
            ColumnMetadata column = slots.columns().get(slot);
            if (!slots.isWhole(slot) && column.type().isMultiCell()) {
                wanted = wanted.withElements(column.id(), elements(slot, column.id(), scope));
            }
        }
        return wanted;
    }

    private List<ElementSpan> elements(int slot, int columnId, Scope scope) {
        var spans = new ArrayList<ElementSpan>();
        for (Part part : parts) {
            if (part.of() instanceof ColumnValue(int of, var _) && of == slot) {
                part.span(scope, columnId).ifPresent(spans::add);
            }
        }
        for (Filter filter : where.filters()) {
            filter.element(scope).filter(span -> span.columnId() == columnId).ifPresent(spans::add);
        }
        return ElementSpan.union(spans);
    }

    /// The columns of the result.
    public List<org.helenus.schema.ColumnSpec> columns() {
        return selection.columns();
    }

    /// Whether rows go into aggregates or groups, so that a row of the result is made of many.
    public boolean gathers() {
        return grouped || selection.isAggregate();
    }

    /// @param paged whether the client asks for pages, even if one would hold all
    /// @throws InvalidRequest when rows that are to be sorted would come in pages
    void refuseSortedPages(boolean paged) {
        if (paged && !sorts.isEmpty()) {
            throw new InvalidRequest("Cannot page queries with both ORDER BY and a IN restriction on the partition key;"
                    + " you must either remove the ORDER BY or the IN and sort client side, or disable paging for this"
                    + " query");
        }
    }

    /// How many partitions it names; 0: none, it walks over them.
    public int partitions(Scope scope) {
        return where.partitions() instanceof PartitionRestrictions.Keys keys
                ? keys.wireKeys(scope).size()
                : 0;
    }

    /// Whether it walks over partitions that nobody named.
    public boolean isScan() {
        return !where.namesPartitions();
    }

    /// Whether the partition's static row matters: for its columns, or because it makes a row of the answer by
    /// itself.
    boolean usesStaticRow() {
        return table.hasStatics() && (slots.readsStatics() || distinct || !where.restrictsRows());
    }

    /// Whether it reads one row by its whole key and nothing else.
    boolean isPoint() {
        return where.isOnePartition()
                && where.clustering().namesRows(table)
                && !where.clustering().hasIn()
                && where.filters().isEmpty()
                && !usesStaticRow()
                && !gathers()
                && generated.isEmpty();
    }
}
