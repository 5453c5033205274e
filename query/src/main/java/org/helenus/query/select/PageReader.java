package org.helenus.query.select;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Numbers;
import org.helenus.query.expression.Scope;
import org.helenus.query.restriction.Filter;
import org.helenus.query.restriction.PartitionRestrictions;
import org.helenus.query.row.RowSlots;
import org.helenus.query.row.Slice;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.KeyRange;
import org.helenus.storage.encoding.RowKeyFormat;

/// Reads one page of a `SELECT`: walks over the partitions and their rows, and hands what passes to a [RowGatherer].
///
///     partitions ─▶ static row, ranges of rows ─▶ filters ─▶ limit per partition ─▶ gatherer (groups, limit, page)
///
/// One request, one thread.
final class PageReader {
    private static final int SKIPPED_ROWS_BEFORE_SEEK = 16;

    /// An aggregate may go over any number of rows; its tombstones are judged by so many rows, as those of a page
    /// are.
    private static final int AGGREGATED_ROWS = 5_000;

    private final SelectPlan plan;
    private final Scope scope;
    private final RowSource source;
    private final RowGatherer gatherer;
    private final List<Predicate<RowSlots>> filters;
    private final RowSlots slots;
    private final int rowBudget;
    private final int tombstoneWindow;
    private int visited;
    private long tombstones;
    private long tombstonesBefore;
    private long mostTombstones;
    /// The partition, as row keys begin, that is read, and the one in which the most tombstones were.
    private byte[] partition = {};

    private byte[] worstPartition = {};

    /// @param slots where rows are put; the scope's row
    /// @param rowBudget rows that may be looked at before [TooManyRowsException]
    PageReader(SelectPlan plan, Scope scope, RowSlots slots, RowSource source, RowGatherer gatherer, int rowBudget) {
        this.slots = slots;
        this.plan = plan;
        this.scope = scope;
        this.source = source;
        this.gatherer = gatherer;
        this.rowBudget = rowBudget;
        tombstoneWindow = plan.selection().isAggregate() || plan.grouped() ? AGGREGATED_ROWS : Integer.MAX_VALUE;
        filters = new ArrayList<>(plan.where().filters().size());
        for (Filter filter : plan.where().filters()) {
            filters.add(filter.test(scope));
        }
    }

    /// The value of a `LIMIT`; empty: there is none.
    static Optional<Integer> limit(Optional<Expression> expression, Scope scope) {
        if (expression.isEmpty()) {
            return Optional.empty();
        }
        var value = new Slice();
        expression.get().evaluate(scope, value);
        if (value.isUnset()) {
            return Optional.empty();
        }
        if (value.length != 4) {
            throw new InvalidRequest(value.isNull() ? "Invalid null value of limit" : "Invalid limit value");
        }
        int limit = (int) Numbers.integer(value.array, value.offset, 4);
        if (limit <= 0) {
            throw new InvalidRequest("LIMIT must be strictly positive");
        }
        return Optional.of(limit);
    }

    /// Rows that were looked at.
    int visited() {
        return visited;
    }

    /// Deletions that were stepped over for the page, or for one of the partitions that are named; for an aggregate
    /// the most for any [#AGGREGATED_ROWS] rows.
    long tombstones() {
        return Math.max(mostTombstones, tombstones - tombstonesBefore);
    }

    /// Of the partition in which the most of them were.
    OptionalLong token() {
        closeWindow(tombstones);
        return worstPartition.length == 0 ? OptionalLong.empty() : OptionalLong.of(RowKeyFormat.token(worstPartition));
    }

    /// What was stepped over until now is judged by itself.
    private void closeWindow(long total) {
        if (total - tombstonesBefore > mostTombstones) {
            mostTombstones = total - tombstonesBefore;
            worstPartition = partition;
        }
        tombstonesBefore = total;
    }

    /// Reads until the gatherer has enough or nothing is left.
    ///
    /// @param resume where an earlier page ended
    /// @param paged whether the client asks for pages, even if one would hold all
    /// @throws InvalidRequest when rows that are to be sorted would come in pages
    void read(Optional<PagingState> resume, boolean paged) throws IOException {
        boolean finished = switch (plan.where().partitions()) {
            case PartitionRestrictions.Keys keys -> readKeys(keys, resume, paged);
            case PartitionRestrictions.Tokens tokens -> readScan(tokens.range(plan.codec(), scope), resume);
        };
        if (finished) {
            gatherer.end();
        }
    }

    private void visit(RowSource.Rows rows) {
        if (++visited > rowBudget) {
            throw TooManyRowsException.INSTANCE;
        }
        if (visited % tombstoneWindow == 0) {
            closeWindow(tombstones + rows.tombstonesSeen());
        }
    }

    private boolean readKeys(PartitionRestrictions.Keys keys, Optional<PagingState> resume, boolean paged)
            throws IOException {
        List<byte[]> wireKeys = keys.givenKeys(scope);
        List<KeyRange> ranges = plan.where().clustering().isEmpty()
                ? List.of()
                : plan.where().clustering().ranges(plan.codec(), scope);
        if (ranges.isEmpty() && !plan.where().clustering().isEmpty()) {
            plan.refuseSortedPages(paged && plan.gathers());
            return true;
        }
        PartitionRestrictions.Keys.checked(wireKeys);
        plan.refuseSortedPages(paged && (plan.gathers() || !wireKeys.isEmpty()));
        int first = resume.map(PagingState::partitionIndex).orElse(0);
        for (int i = first; i < wireKeys.size(); i++) {
            Optional<PagingState> from = i == first ? resume : Optional.empty();
            closeWindow(tombstones);
            if (!readPartition(wireKeys.get(i), i, ranges, from)) {
                return false;
            }
        }
        return true;
    }

    /// @return false: the gatherer has enough
    private boolean readPartition(byte[] wireKey, int index, List<KeyRange> ranges, Optional<PagingState> resume)
            throws IOException {
        byte[] prefix = plan.codec().partitionPrefix(wireKey);
        partition = prefix;
        plan.slots().beginPartition(wireKey, slots);
        gatherer.beginPartition(index, resume.map(PagingState::inPartition).orElse(0));
        boolean staticRow = plan.usesStaticRow() && source.get(plan.codec().staticKey(prefix), plan.slots(), slots);
        boolean anyRow = resume.isPresent();
        int count = Math.max(1, ranges.size());
        for (int i = 0; i < count; i++) {
            KeyRange range = ranges.isEmpty()
                    ? new KeyRange(plan.codec().rowsStart(prefix), plan.codec().rowsEnd(prefix))
                    : within(prefix, ranges.get(plan.reversed() ? count - 1 - i : i));
            range = resume.isPresent() ? clipped(range, resume.get().bound()) : range;
            if (range.isEmpty()) {
                continue;
            }
            try (RowSource.Rows rows = source.scan(range, plan.reversed(), plan.slots())) {
                boolean more = true;
                while (more && rows.next()) {
                    visit(rows);
                    anyRow = true;
                    rows.fill(slots);
                    switch (offer(rows.key(), rows.keyLength(), rows.partitionLength())) {
                        case GO_ON -> {}
                        case PARTITION_DONE -> {
                            more = false;
                            i = count;
                        }
                        case ENOUGH -> {
                            tombstones += rows.tombstonesSeen();
                            return false;
                        }
                    }
                }
                tombstones += rows.tombstonesSeen();
            }
        }
        return anyRow || !staticRow || offerStaticOnly(plan.codec().staticKey(prefix), prefix.length);
    }

    private static KeyRange within(byte[] prefix, KeyRange suffixes) {
        return new KeyRange(join(prefix, suffixes.start()), join(prefix, suffixes.end()));
    }

    private static byte[] join(byte[] prefix, byte[] suffix) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + suffix.length);
        System.arraycopy(suffix, 0, key, prefix.length, suffix.length);
        return key;
    }

    private KeyRange clipped(KeyRange range, byte[] bound) {
        return plan.reversed()
                ? range.intersection(new KeyRange(KeyRange.ALL.start(), bound))
                : range.intersection(new KeyRange(bound, KeyRange.ALL.end()));
    }

    /// A partition that has nothing but its static row is a row of the answer when the statement asks for whole
    /// partitions.
    private boolean offerStaticOnly(byte[] staticKey, int partitionLength) {
        if (plan.where().restrictsRows()) {
            return true;
        }
        plan.slots().clearRow(slots);
        return offer(staticKey, staticKey.length, partitionLength) != RowGatherer.Answer.ENOUGH;
    }

    private boolean readScan(KeyRange all, Optional<PagingState> resume) throws IOException {
        KeyRange range = resume.isPresent() ? clipped(all, resume.get().bound()) : all;
        boolean staticOnly = false;
        if (resume.isPresent()) {
            partition = continued(resume.get());
        }
        while (!range.isEmpty()) {
            Optional<byte[]> seek = Optional.empty();
            try (RowSource.Rows rows = source.scan(range, false, plan.slots())) {
                boolean skipping = false;
                int skipped = 0;
                while (seek.isEmpty() && rows.next()) {
                    visit(rows);
                    boolean same = samePartition(partition, rows);
                    if (same && skipping) {
                        if (++skipped > SKIPPED_ROWS_BEFORE_SEEK) {
                            seek = Optional.of(plan.codec().partitionEnd(partition));
                        }
                        continue;
                    }
                    if (!same) {
                        if (staticOnly && !offerStaticOnly(plan.codec().staticKey(partition), partition.length)) {
                            tombstones += rows.tombstonesSeen();
                            return false;
                        }
                        partition = Arrays.copyOf(rows.key(), rows.partitionLength());
                        plan.slots().beginPartition(rows.partitionKey(), slots);
                        gatherer.beginPartition(0, 0);
                        staticOnly = false;
                        skipping = false;
                        skipped = 0;
                    }
                    if (rows.isStatic()) {
                        if (plan.usesStaticRow()) {
                            rows.fill(slots);
                            staticOnly = true;
                        }
                        continue;
                    }
                    staticOnly = false;
                    rows.fill(slots);
                    switch (offer(rows.key(), rows.keyLength(), rows.partitionLength())) {
                        case GO_ON -> {}
                        case PARTITION_DONE -> skipping = true;
                        case ENOUGH -> {
                            tombstones += rows.tombstonesSeen();
                            return false;
                        }
                    }
                }
                tombstones += rows.tombstonesSeen();
            }
            if (seek.isEmpty()) {
                break;
            }
            range = new KeyRange(seek.get(), range.end());
        }
        return !staticOnly || offerStaticOnly(plan.codec().staticKey(partition), partition.length);
    }

    /// Begins the partition in which an earlier page ended.
    private byte[] continued(PagingState state) throws IOException {
        byte[] bound = state.bound();
        int length = RowKeyFormat.prefixLength(bound, bound.length);
        byte[] partition = Arrays.copyOf(bound, length);
        plan.slots().beginPartition(RowKeyFormat.partitionKey(bound, length), slots);
        gatherer.beginPartition(0, state.inPartition());
        if (plan.usesStaticRow()) {
            source.get(plan.codec().staticKey(partition), plan.slots(), slots);
        }
        return partition;
    }

    private static boolean samePartition(byte[] partition, RowSource.Rows rows) {
        return partition.length > 0
                && partition.length == rows.partitionLength()
                && Arrays.equals(partition, 0, partition.length, rows.key(), 0, partition.length);
    }

    private RowGatherer.Answer offer(byte[] key, int keyLength, int partitionLength) {
        for (int i = 0; i < filters.size(); i++) {
            if (!filters.get(i).test(slots)) {
                return RowGatherer.Answer.GO_ON;
            }
        }
        return gatherer.offer(key, keyLength, partitionLength);
    }
}
