package org.helenus.query.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.RowSlots;
import org.helenus.query.row.Slice;
import org.helenus.storage.encoding.RowKeyFormat;

/// Makes an answer of the rows that pass: one row each, or one for each group. Keeps the limits and the page, and
/// knows where the page ended.
///
/// A page that is full does not end the reading: the next row that would be in the answer does, so that a paging state
/// is given only when something comes after it. A group is shown when the next one begins, so none spans two pages.
///
/// One request, one thread.
final class RowGatherer {
    enum Answer {
        GO_ON,
        /// Nothing more is wanted of this partition.
        PARTITION_DONE,
        /// Nothing more is wanted.
        ENOUGH
    }

    private final SelectPlan plan;
    private final Scope scope;
    private final RowSlots row;
    private final RowOutput output;
    private final int pageSize;
    private final int perPartitionLimit;
    private int remaining;

    private int partitionIndex;
    private int inPartition;
    private Optional<PagingState> next = Optional.empty();

    // the row or group that was taken last, for a page that ends there
    private byte[] lastKey = {};
    private int lastKeyLength;
    private int lastPartitionLength;
    private int lastPartitionIndex;
    private int lastInPartition;

    // the group that is being gathered
    private final RowSlots groupRow;
    private final List<Aggregation.Accumulator> accumulators = new ArrayList<>();
    private boolean groupOpen;
    private byte[] groupPartition = {};
    private byte[][] groupValues = {};
    private final Slice scratch = new Slice();

    /// @param row where the reader puts rows
    /// @param pageSize rows of the answer; `Integer.MAX_VALUE` for all
    /// @param remaining rows that the limit allows; `Integer.MAX_VALUE`: no limit
    RowGatherer(
            SelectPlan plan,
            Scope scope,
            RowSlots row,
            RowOutput output,
            int pageSize,
            int perPartitionLimit,
            int remaining) {
        this.plan = plan;
        this.scope = scope;
        this.row = row;
        this.output = output;
        this.pageSize = pageSize;
        this.perPartitionLimit = perPartitionLimit;
        this.remaining = remaining;
        groupRow = plan.gathers() ? plan.slots().slots() : row;
    }

    /// @param index of the partition among those that the statement names
    /// @param already rows of it that earlier pages gave
    void beginPartition(int index, int already) {
        partitionIndex = index;
        inPartition = already;
    }

    /// Where the next page starts; empty: there is none.
    Optional<PagingState> next() {
        return next;
    }

    Answer offer(byte[] key, int keyLength, int partitionLength) {
        return plan.gathers()
                ? offerToGroup(key, keyLength, partitionLength)
                : offerRow(key, keyLength, partitionLength);
    }

    private Answer offerRow(byte[] key, int keyLength, int partitionLength) {
        if (inPartition >= perPartitionLimit) {
            return Answer.PARTITION_DONE;
        }
        if (output.rowCount() >= pageSize) {
            return endPage();
        }
        output.write(scope);
        inPartition++;
        if (!output.sorts() && --remaining == 0) {
            return Answer.ENOUGH;
        }
        if (output.rowCount() >= pageSize) {
            remember(key, keyLength, partitionLength);
        }
        return plan.distinct() || inPartition >= perPartitionLimit ? Answer.PARTITION_DONE : Answer.GO_ON;
    }

    private Answer offerToGroup(byte[] key, int keyLength, int partitionLength) {
        byte[][] values = groupValues();
        if (!groupOpen || !inGroup(key, partitionLength, values)) {
            if (groupOpen && showGroup()) {
                return Answer.ENOUGH;
            }
            if (inPartition >= perPartitionLimit) {
                return Answer.PARTITION_DONE;
            }
            openGroup(Arrays.copyOf(key, partitionLength), values);
            inPartition++;
        }
        for (Aggregation.Accumulator accumulator : accumulators) {
            accumulator.add(scope);
        }
        if (pageSize != Integer.MAX_VALUE) {
            remember(key, keyLength, partitionLength);
        }
        return plan.distinct() ? Answer.PARTITION_DONE : Answer.GO_ON;
    }

    private byte[][] groupValues() {
        var values = new byte[plan.groupBy().size()][];
        for (int i = 0; i < values.length; i++) {
            Expression expression = plan.groupBy().get(i);
            expression.evaluate(scope, scratch);
            values[i] = scratch.hasValue()
                    ? Arrays.copyOfRange(scratch.array, scratch.offset, scratch.offset + scratch.length)
                    : null;
        }
        return values;
    }

    private boolean inGroup(byte[] key, int partitionLength, byte[][] values) {
        return !plan.grouped()
                || groupPartition.length == partitionLength
                        && Arrays.equals(groupPartition, 0, partitionLength, key, 0, partitionLength)
                        && Arrays.deepEquals(groupValues, values);
    }

    private void openGroup(byte[] partition, byte[][] values) {
        groupOpen = true;
        groupPartition = partition;
        groupValues = values;
        groupRow.copyFrom(row);
        startAccumulators();
    }

    private void startAccumulators() {
        accumulators.clear();
        for (Aggregation aggregation : plan.selection().aggregations()) {
            accumulators.add(aggregation.start());
        }
    }

    /// Writes the group's row.
    ///
    /// @return whether the answer is complete, by limit or by page
    private boolean showGroup() {
        writeGroup();
        if (!output.sorts() && --remaining == 0) {
            return true;
        }
        if (output.rowCount() >= pageSize) {
            endPage();
            return true;
        }
        return false;
    }

    private void writeGroup() {
        groupOpen = false;
        var results = new byte[accumulators.size()][];
        for (int i = 0; i < results.length; i++) {
            results[i] = accumulators.get(i).result().orElse(null);
        }
        scope.aggregates(results);
        scope.row(groupRow);
        output.write(scope);
        scope.row(row);
    }

    /// No rows are left.
    void end() {
        if (groupOpen) {
            writeGroup();
        } else if (plan.selection().isAggregate() && !plan.grouped()) {
            // an aggregate of nothing is a row too
            startAccumulators();
            writeGroup();
        }
    }

    private void remember(byte[] key, int keyLength, int partitionLength) {
        if (lastKey.length < keyLength) {
            lastKey = new byte[keyLength * 2];
        }
        System.arraycopy(key, 0, lastKey, 0, keyLength);
        lastKeyLength = keyLength;
        lastPartitionLength = partitionLength;
        lastPartitionIndex = partitionIndex;
        lastInPartition = inPartition;
    }

    private Answer endPage() {
        int left = remaining == Integer.MAX_VALUE ? -1 : remaining;
        next = Optional.of(new PagingState(lastPartitionIndex, bound(), left, lastInPartition));
        return Answer.ENOUGH;
    }

    /// The key right behind the last row, in the direction of reading.
    private byte[] bound() {
        if (plan.distinct()) {
            byte[] partition = Arrays.copyOf(lastKey, lastPartitionLength + 1);
            partition[lastPartitionLength] =
                    (byte) (plan.reversed() ? RowKeyFormat.SECTION_ROWS : RowKeyFormat.PARTITION_END);
            return partition;
        }
        byte[] bound = Arrays.copyOf(lastKey, lastKeyLength);
        if (!plan.reversed()) {
            boolean isStatic = bound[lastPartitionLength] == RowKeyFormat.SECTION_STATIC;
            bound[lastKeyLength - 1] = (byte) (isStatic ? RowKeyFormat.SECTION_ROWS : RowKeyFormat.ABOVE);
        }
        return bound;
    }
}
