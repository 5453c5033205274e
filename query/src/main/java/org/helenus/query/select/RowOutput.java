package org.helenus.query.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.RowSlots;
import org.helenus.query.row.Slice;
import org.helenus.schema.bytes.ByteWriter;

/// Writes the rows of an answer in wire form: as they come, or, where the statement sorts, when all are there.
///
/// One request, one thread.
final class RowOutput {
    private final List<Expression> expressions;
    private final List<SelectPlan.Sort> sorts;
    private final boolean nullsFirst;
    private final ByteWriter content = new ByteWriter(512);
    private final Slice value = new Slice();
    private final List<Sortable> sortables = new ArrayList<>();
    private int rowCount;

    /// A row that waits to be sorted: what it is sorted by, null for null, and where it lies in the content.
    private record Sortable(byte[][] by, int from, int to) {}

    /// @param nullsFirst where sorted rows without a clustering go: they are of partitions that have no rows
    RowOutput(List<Expression> expressions, List<SelectPlan.Sort> sorts, boolean nullsFirst) {
        this.expressions = expressions;
        this.sorts = sorts;
        this.nullsFirst = nullsFirst;
    }

    boolean sorts() {
        return !sorts.isEmpty();
    }

    int rowCount() {
        return rowCount;
    }

    /// Writes the row that the scope stands on.
    void write(Scope scope) {
        int from = content.length();
        for (int i = 0; i < expressions.size(); i++) {
            expressions.get(i).evaluate(scope, value);
            if (value.length < 0) {
                content.i32(-1);
            } else {
                content.i32(value.length);
                content.bytes(value.array, value.offset, value.length);
            }
        }
        rowCount++;
        if (!sorts.isEmpty()) {
            sortables.add(new Sortable(sortKey(scope.row()), from, content.length()));
        }
    }

    private byte[][] sortKey(RowSlots row) {
        var key = new byte[sorts.size()][];
        for (int i = 0; i < key.length; i++) {
            row.get(sorts.get(i).slot(), value);
            key[i] = value.hasValue()
                    ? Arrays.copyOfRange(value.array, value.offset, value.offset + value.length)
                    : null;
        }
        return key;
    }

    private int compare(Sortable a, Sortable b) {
        for (int i = 0; i < sorts.size(); i++) {
            byte[] x = a.by()[i];
            byte[] y = b.by()[i];
            if (x == null || y == null) {
                // not turned with a descending column
                int order = Boolean.compare(x != null, y != null);
                if (order != 0) {
                    return nullsFirst ? order : -order;
                }
                continue;
            }
            int order = sorts.get(i).type().compare(x, y);
            if (order != 0) {
                return sorts.get(i).descending() ? -order : order;
            }
        }
        return 0;
    }

    /// The rows; sorted ones are put in order, and those beyond the limit left out.
    ByteWriter finish(int limit) {
        if (sorts.isEmpty()) {
            return content;
        }
        sortables.sort(this::compare);
        var sorted = new ByteWriter(content.length());
        rowCount = Math.min(limit, sortables.size());
        for (Sortable row : sortables.subList(0, rowCount)) {
            sorted.bytes(content.array(), row.from(), row.to() - row.from());
        }
        return sorted;
    }
}
