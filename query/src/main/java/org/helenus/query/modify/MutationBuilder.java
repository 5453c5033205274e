package org.helenus.query.modify;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.helenus.query.expression.Numbers;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.Elements;
import org.helenus.query.row.RowSlots;
import org.helenus.query.row.Slice;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableForm;
import org.helenus.schema.TableId;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.KeyRange;
import org.helenus.storage.MutationWriter;

/// Writes statements into one mutation. Whatever depends on time, chance or what was there before is settled here, so
/// the mutation says the same wherever it is applied. One request, one thread.
final class MutationBuilder {
    private final MutationWriter writer;
    private final boolean counts;
    private final ValueGuard guard;
    private Set<PartitionName> partitions = Set.of();
    private Map<CounterName, Long> totals = Map.of();
    private final Slice value = new Slice();

    private record PartitionName(TableId table, ByteBuffer key) {}

    private record CounterName(TableId table, ByteBuffer row, int column) {}

    /// @param counts whether [#partitionCount] will be asked for
    MutationBuilder(MutationWriter writer, boolean counts, ValueGuard guard) {
        this.writer = writer;
        this.counts = counts;
        this.guard = guard;
        if (counts) {
            partitions = new HashSet<>();
        }
        writer.reset();
    }

    /// How many partitions were written to.
    int partitionCount() {
        return partitions.size();
    }

    /// @param before what its rows held, where the plan reads
    void add(ModifyPlan plan, Scope scope, WriteTime time, Before before) {
        if (plan.partitions().isSingle() && !plan.clustering().hasIn() && !plan.readsBefore()) {
            addOne(plan, scope, time);
            return;
        }
        for (byte[] key : plan.partitions().wireKeys(scope)) {
            addPartition(plan, key, scope, time, before);
        }
    }

    /// One partition, at most one row: the way of most writes.
    private void addOne(ModifyPlan plan, Scope scope, WriteTime time) {
        byte[] key = plan.partitions().wireKey(scope, value);
        addPartition(plan, key, scope, time, Before.NOTHING);
    }

    private void addPartition(ModifyPlan plan, byte[] key, Scope scope, WriteTime time, Before before) {
        if (counts) {
            partitions.add(new PartitionName(plan.table().id(), ByteBuffer.wrap(key)));
        }
        if (plan.splitsRanges()) {
            refuseRanges(plan, scope);
            return;
        }
        writer.partition(plan.table(), key, 0, key.length);
        if (plan.removesRows()) {
            remove(plan, key, scope, time);
            return;
        }
        try {
            write(plan, key, scope, time, before);
        } catch (InvalidRequest wrong) {
            throw firstWrong(plan, key, scope, before).orElse(wrong);
        }
    }

    private static void refuseRanges(ModifyPlan plan, Scope scope) {
        // a null bound leaves nothing either, but this is not seen before
        boolean hasNull = plan.clustering()
                .slice()
                .filter(range -> range.hasNullBound(scope))
                .isPresent();
        if (hasNull || !plan.clustering().ranges(plan.codec(), scope).isEmpty()) {
            throw new InvalidRequest("Range deletions are not supported for specific columns");
        }
    }

    private void write(ModifyPlan plan, byte[] key, Scope scope, WriteTime time, Before before) {
        if (!plan.statics().isEmpty()) {
            writer.staticRow();
            // as Cassandra: once for each row, so that what adds to a static column adds as often as there
            // are rows
            int times = plan.clustering().hasIn()
                    ? plan.clustering().prefixes(scope).size()
                    : 1;
            cells(plan, plan.statics(), scope, time, image(plan, key, Optional.empty(), before), times);
        }
        if (plan.marks() || !plan.regulars().isEmpty()) {
            for (List<byte[]> clustering : rows(plan, key, scope)) {
                checkRow(plan, clustering);
                writer.row(clustering);
                if (plan.marks()) {
                    writer.marker(time.timestamp(), time.ttl(), time.expirySeconds());
                }
                cells(plan, plan.regulars(), scope, time, image(plan, key, Optional.of(clustering), before), 1);
            }
        } else if (plan.table().form() == TableForm.DENSE) {
            checkRow(plan, rows(plan, key, scope).getFirst());
            String value = plan.table().regulars().getFirst().name();
            throw new InvalidRequest("Column " + value + " is mandatory for this COMPACT STORAGE table");
        }
    }

    /// What is written has the order of its keys. An error names what is wrong first in the order of the
    /// statement, row
    /// by row, the static row after each of them.
    private Optional<InvalidRequest> firstWrong(ModifyPlan plan, byte[] key, Scope scope, Before before) {
        List<Optional<List<byte[]>>> rows = plan.regulars().isEmpty()
                ? List.of(Optional.empty())
                : rows(plan, key, scope).stream().map(Optional::of).toList();
        for (Optional<List<byte[]>> row : rows) {
            if (row.isPresent()) {
                try {
                    checkRow(plan, row.get());
                } catch (InvalidRequest wrong) {
                    return Optional.of(wrong);
                }
            }
            for (boolean ofStatics : List.of(false, true)) {
                Optional<Before.Image> image = image(plan, key, ofStatics ? Optional.empty() : row, before);
                for (Operation operation : plan.operations()) {
                    if (operation.column().isStatic() == ofStatics) {
                        try {
                            check(plan, operation, scope, image);
                        } catch (InvalidRequest wrong) {
                            return Optional.of(wrong);
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private void check(ModifyPlan plan, Operation operation, Scope scope, Optional<Before.Image> image) {
        switch (operation) {
            case Operation.SetCell set -> {
                set.value().evaluate(scope, value);
                if (value.hasValue()) {
                    guard.cell(set.column(), value);
                }
            }
            case Operation.DeleteCell _ -> {}
            case Operation.Count count -> count.change(scope);
            case Operation.OnElements elements ->
                apply(plan, elements, scope, image, new ColumnCells(elements.column(), guard), 1);
        }
    }

    /// In the order of the table: the first row that cannot be written tells why.
    private static List<List<byte[]>> rows(ModifyPlan plan, byte[] key, Scope scope) {
        List<List<byte[]>> rows = rows(plan, scope);
        if (rows.size() == 1) {
            return rows;
        }
        byte[] prefix = plan.codec().partitionPrefix(key);
        return rows.stream()
                .sorted(Comparator.comparing(row -> plan.codec().rowKey(prefix, row), Arrays::compareUnsigned))
                .toList();
    }

    private static List<List<byte[]>> rows(ModifyPlan plan, Scope scope) {
        return plan.clustering().rows(plan.table(), scope);
    }

    /// Cassandra's limit, from when a row's name was its one clustering value.
    private static void checkRow(ModifyPlan plan, List<byte[]> row) {
        if (plan.table().form() == TableForm.DENSE
                && plan.table().clustering().size() == 1
                && row.getFirst().length == 0) {
            throw new InvalidRequest("Invalid empty or null value for column "
                    + plan.table().clustering().getFirst().name());
        }
    }

    private void remove(ModifyPlan plan, byte[] key, Scope scope, WriteTime time) {
        if (plan.clustering().isEmpty()) {
            writer.deletePartition(time.deletion(), time.nowSeconds());
        } else if (plan.namesRows()) {
            for (List<byte[]> clustering : rows(plan, scope)) {
                checkRow(plan, clustering);
                writer.row(clustering);
                if (plan.table().form() == TableForm.DENSE) {
                    // as Cassandra: once it is a usual table, a marker of an older INSERT is not
                    // deleted by this
                    int value = plan.table().regulars().getFirst().id();
                    writer.tombstone(value, time.timestamp(), time.nowSeconds());
                } else {
                    writer.deleteRow(time.timestamp(), time.nowSeconds());
                }
            }
        } else {
            byte[] prefix = plan.codec().partitionPrefix(key);
            for (KeyRange range : plan.clustering().ranges(plan.codec(), scope)) {
                writer.deleteRange(
                        join(prefix, range.start()), join(prefix, range.end()), time.deletion(), time.nowSeconds());
            }
        }
    }

    private static byte[] join(byte[] prefix, byte[] suffix) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + suffix.length);
        System.arraycopy(suffix, 0, key, prefix.length, suffix.length);
        return key;
    }

    private static Optional<Before.Image> image(
            ModifyPlan plan, byte[] wireKey, Optional<List<byte[]>> clustering, Before before) {
        if (!plan.readsBefore()) {
            return Optional.empty();
        }
        byte[] prefix = plan.codec().partitionPrefix(wireKey);
        byte[] key = clustering.isPresent()
                ? plan.codec().rowKey(prefix, clustering.get())
                : plan.codec().staticKey(prefix);
        return before.image(key).or(() -> before.ofPartition(wireKey));
    }

    /// @param times how often each operation is applied
    private void cells(
            ModifyPlan plan,
            List<Operation> operations,
            Scope scope,
            WriteTime time,
            Optional<Before.Image> image,
            int times) {
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            switch (operation) {
                case Operation.SetCell set -> cell(set, scope, time);
                case Operation.DeleteCell(ColumnMetadata column) ->
                    writer.tombstone(column.id(), time.timestamp(), time.nowSeconds());
                case Operation.Count count -> count(plan, count, scope, time, image.orElseThrow(), times);
                case Operation.OnElements first -> {
                    var cells = new ColumnCells(first.column(), guard);
                    int id = first.column().id();
                    apply(plan, first, scope, image, cells, times);
                    while (i + 1 < operations.size()
                            && operations.get(i + 1) instanceof Operation.OnElements next
                            && next.column().id() == id) {
                        apply(plan, next, scope, image, cells, times);
                        i++;
                    }
                    cells.write(writer, id, time);
                }
            }
        }
    }

    private void cell(Operation.SetCell set, Scope scope, WriteTime time) {
        set.value().evaluate(scope, value);
        int id = set.column().id();
        if (value.hasValue()) {
            guard.cell(set.column(), value);
            writer.cell(
                    id, time.timestamp(), time.ttl(), time.expirySeconds(), value.array, value.offset, value.length);
        } else if (value.isNull()) {
            writer.tombstone(id, time.timestamp(), time.nowSeconds());
        }
    }

    private static void apply(
            ModifyPlan plan,
            Operation.OnElements operation,
            Scope scope,
            Optional<Before.Image> image,
            ColumnCells cells,
            int times) {
        RowSlots slots =
                image.map(Before.Image::slots).orElseGet(() -> plan.slots().slots());
        int slot = slots.columns().indexOf(operation.column());
        Elements elements = slot < 0 ? Elements.none(operation.column().type()) : slots.elements(slot);
        for (int i = 0; i < times; i++) {
            operation.apply(scope, elements, cells);
        }
    }

    /// Counters hold settled totals; a batch that counts twice counts on from its own total.
    private void count(
            ModifyPlan plan, Operation.Count count, Scope scope, WriteTime time, Before.Image image, int times) {
        Optional<Long> change = count.change(scope);
        if (change.isEmpty()) {
            return;
        }
        int id = count.column().id();
        boolean isStatic = count.column().isStatic();
        byte[] row = isStatic ? plan.staticKey(image) : image.key();
        var name = new CounterName(plan.table().id(), ByteBuffer.wrap(row), id);
        if (totals.isEmpty()) {
            totals = new HashMap<>();
        }
        long total = totals.computeIfAbsent(name, _ -> {
            image.slots().get(image.slots().columns().indexOf(count.column()), value);
            return value.length == 8 ? Numbers.integer(value.array, value.offset, 8) : 0L;
        });
        total += change.get() * times;
        totals.put(name, total);
        writer.cell(id, time.timestamp(), 0, 0, Numbers.bigint(total), 0, 8);
    }

    MutationWriter writer() {
        return writer;
    }
}
