package org.helenus.query.select;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.helenus.query.Parameters;
import org.helenus.query.VirtualTable;
import org.helenus.query.expression.Scope;
import org.helenus.query.restriction.PartitionRestrictions;
import org.helenus.query.row.RowSlots;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.ReadCounts;
import org.helenus.storage.ReadMode;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.TableActivity;

/// Runs the plans of `SELECT`s. Any thread.
public final class SelectExecutor {
    private final StorageEngine storage;
    private final PagingState.Codec pagingStates;

    /// @param pagingSecret at least 16 random bytes, the same after a restart
    public SelectExecutor(StorageEngine storage, byte[] pagingSecret) {
        this.storage = storage;
        pagingStates = new PagingState.Codec(pagingSecret);
    }

    /// Reads a page.
    ///
    /// @param rowBudget rows that may be looked at on this thread
    /// @throws TooManyRowsException when the page takes more than that
    /// @throws org.helenus.storage.NotInMemoryException in [ReadMode#MEMORY_ONLY], when a block must be read
    public Page read(SelectPlan plan, Parameters parameters, Scope scope, ReadMode mode, int rowBudget)
            throws IOException {
        if (plan.generated().isPresent()) {
            return read(
                    plan, parameters, scope, generated(plan, plan.generated().get(), scope), rowBudget);
        }
        var table = storage.table(plan.table().id());
        long begin = table.activity().begin();
        var wanted = plan.wanted(scope); // may refuse what is bound, so before anything is pinned
        Optional<ReadCounts> counts = Optional.empty();
        var counting = mode;
        if (TableActivity.isTimed(begin) && !mode.isCounted()) {
            counts = Optional.of(new ReadCounts());
            counting = ReadMode.counting(mode, counts.get());
        }
        var rows = new StoredRows(table.snapshot(counting), wanted, scope.nowSeconds());
        Page page = read(plan, parameters, scope, rows, rowBudget);
        table.activity().endRead(begin, plan.isScan(), page.visited(), page.tombstones());
        if (counts.isPresent()) {
            table.activity().touched(counts.get().filesTouched());
        }
        return page;
    }

    /// A request was answered, from its arrival on in so many nanoseconds.
    public void answered(SelectPlan plan, long nanos) {
        if (plan.generated().isPresent()) {
            return;
        }
        try {
            var activity = storage.table(plan.table().id()).activity();
            (plan.isScan() ? activity.scanning() : activity.reading()).requestTook(nanos);
        } catch (InvalidRequest e) {
            return; // dropped a moment ago: there is nobody to tell
        }
    }

    private Page read(SelectPlan plan, Parameters parameters, Scope scope, RowSource rows, int rowBudget)
            throws IOException {
        try (rows) {
            return plan.isPoint() ? point(plan, scope, rows) : page(plan, parameters, scope, rows, rowBudget);
        }
    }

    private static RowSource generated(SelectPlan plan, VirtualTable generated, Scope scope) {
        List<byte[]> keys = plan.where().partitions() instanceof PartitionRestrictions.Keys named
                ? named.wireKeys(scope)
                : List.of();
        return new GeneratedRows(generated, plan.codec(), keys);
    }

    /// One row by its key: no ranges, no cursor.
    private static Page point(SelectPlan plan, Scope scope, RowSource source) throws IOException {
        // a limit is checked even where it cannot bind
        PageReader.limit(plan.limit(), scope);
        PageReader.limit(plan.perPartitionLimit(), scope);
        RowSlots slots = plan.slots().slots();
        scope.row(slots);
        var keys = (PartitionRestrictions.Keys) plan.where().partitions();
        byte[] wireKey = keys.wireKey(scope, new org.helenus.query.row.Slice());
        byte[] prefix = plan.codec().partitionPrefix(wireKey);
        List<byte[]> clustering = plan.where().clustering().prefixes(scope).getFirst();
        plan.slots().beginPartition(wireKey, slots);
        var output = new RowOutput(plan.selection().expressions(), List.of(), true);
        if (source.get(plan.codec().rowKey(prefix, clustering), plan.slots(), slots)) {
            output.write(scope);
        }
        return new Page(
                output.finish(1), output.rowCount(), Optional.empty(), 1, 0, OptionalLong.empty(), source.position());
    }

    private Page page(SelectPlan plan, Parameters parameters, Scope scope, RowSource source, int rowBudget)
            throws IOException {
        int limit = PageReader.limit(plan.limit(), scope).orElse(Integer.MAX_VALUE);
        int perPartition = PageReader.limit(plan.perPartitionLimit(), scope).orElse(Integer.MAX_VALUE);
        Optional<PagingState> resume = parameters.pagingState().length == 0
                ? Optional.empty()
                : Optional.of(pagingStates.decode(parameters.pagingState(), plan.fingerprint()));
        boolean oneRow = plan.selection().isAggregate() && !plan.grouped();
        int pageSize = parameters.pageSize() <= 0 || oneRow || limit <= parameters.pageSize() && resume.isEmpty()
                ? Integer.MAX_VALUE
                : parameters.pageSize();
        int remaining =
                resume.map(PagingState::remaining).filter(left -> left >= 0).orElse(limit);
        RowSlots slots = plan.slots().slots();
        scope.row(slots);
        var output = new RowOutput(plan.selection().expressions(), plan.sorts(), !plan.reversed());
        var gatherer = new RowGatherer(plan, scope, slots, output, pageSize, perPartition, remaining);
        var reader = new PageReader(plan, scope, slots, source, gatherer, rowBudget);
        reader.read(resume, parameters.pageSize() > 0);
        var content = output.finish(limit);
        Optional<byte[]> next = gatherer.next().map(state -> pagingStates.encode(state, plan.fingerprint()));
        return new Page(
                content,
                output.rowCount(),
                next,
                reader.visited(),
                reader.tombstones(),
                reader.token(),
                source.position());
    }
}
