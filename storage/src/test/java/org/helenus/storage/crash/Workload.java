package org.helenus.storage.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.KeyRange;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.ManualClock;
import org.helenus.storage.QueuedExecutor;
import org.helenus.storage.ReadMode;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.StorageListener;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.StorageThreads;
import org.helenus.storage.commitlog.CommitLogOptions;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.commitlog.CommitLogReplay.DamagePolicy;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.MergingCursor;
import org.helenus.storage.merge.RowPurger;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableOptions;
import org.helenus.storage.sstable.SSTableWriter;

/// Random steps on an engine, and the book of what was done, what was begun and what is acknowledged.
final class Workload {
    static final StorageOptions OPTIONS = new StorageOptions(
            new CommitLogOptions(SyncMode.GROUP, Duration.ofSeconds(10), Duration.ofMillis(5), 6144, 2048, 32768),
            1 << 18,
            1 << 20,
            1 << 16,
            1,
            DamagePolicy.REFUSE,
            false);

    private static final int LARGE_VALUE = 800;

    private final SplittableRandom random;
    private final List<Step> steps = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();
    private final boolean[] hasB = {true, true};
    private final int[] life = new int[Model.TABLES];
    private final SnapshotBook snapshots = new SnapshotBook();
    private Optional<StorageEngine> engine = Optional.empty();
    private int editsDone;
    private int editsBegun;
    private int writesSafe;
    private int shownWrites;
    private long shownPosition = Long.MAX_VALUE;
    private long stamp = 1;

    Workload(SplittableRandom random) {
        this.random = random;
    }

    static StorageEngine open(MemoryDisk disk, QueuedExecutor executor, long seed) throws IOException {
        return open(disk, OPTIONS, executor, seed);
    }

    static StorageEngine open(MemoryDisk disk, StorageOptions options, QueuedExecutor executor, long seed)
            throws IOException {
        return StorageEngine.open(
                disk,
                options,
                new ManualClock(Model.NOW_SECONDS * 1_000_000),
                StorageListener.NONE,
                StorageThreads.of(executor, executor),
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
    }

    // ---- the book

    StorageEngine engine() {
        return engine.orElseThrow();
    }

    /// From now on the steps go to this one.
    void use(StorageEngine opened) {
        engine = Optional.of(opened);
    }

    /// There is no engine for now: what was written so far and survived is safe.
    void stopped(int survivors) {
        engine = Optional.empty();
        shownPosition = Long.MAX_VALUE;
        forgetWritesBehind(survivors);
        writesSafe = survivors;
    }

    int writes() {
        return positions.size();
    }

    int editsDone() {
        return editsDone;
    }

    /// Writes that were acknowledged, or shown by an answer that left.
    int durable() {
        if (engine.isEmpty()) {
            return writesSafe;
        }
        long reached = engine().durablePosition();
        int count = writesSafe;
        for (int i = writesSafe; i < writes(); i++) {
            // A mutation in which nothing was written has no position.
            if (positions.get(i) > 0 && positions.get(i) <= reached) {
                count = i + 1;
            }
        }
        return shownPosition <= reached ? Math.max(count, shownWrites) : count;
    }

    /// What is seen when all that was begun is there.
    String now() {
        return Model.of(steps, writes(), editsDone);
    }

    /// What is seen when so many writes are there.
    String after(int writeCount) {
        return Model.of(steps, writeCount, editsDone);
    }

    /// All that may be seen after a crash now.
    List<String> possible() {
        var possible = new ArrayList<String>();
        int durable = durable();
        for (int edits = editsDone; edits <= editsBegun; edits++) {
            for (int n = durable; n <= writes(); n++) {
                possible.add(Model.of(steps, n, edits));
            }
        }
        return possible;
    }

    private void forgetWritesBehind(int count) {
        int left = count;
        for (var each = steps.iterator(); each.hasNext(); ) {
            if (each.next().isLogged() && left-- <= 0) {
                each.remove();
            }
        }
        positions.subList(count, positions.size()).clear();
    }

    // ---- the steps

    int table() {
        return random.nextInt(Model.TABLES);
    }

    void flush(int table) throws IOException {
        engine().flush(TestTables.current(engine(), table).id());
    }

    /// One mutation of any kind. When it throws, nothing was written.
    void write() throws IOException {
        var changes = new ArrayList<Change>();
        for (int count = 1 + random.nextInt(random.nextInt(3) == 0 ? 4 : 1); count > 0; count--) {
            changes.add(change());
        }
        write(changes);
    }

    /// A step of a kind, all but [UserStep#RESTART].
    void act(UserStep step) throws IOException {
        int table = table();
        switch (step) {
            case WRITE -> write(List.of(put(0)));
            case BATCH -> write(List.of(put(0), change(), put(0), change()));
            case DELETE -> write(List.of(deletion()));
            case RANGE_DELETE -> write(List.of(change(1)));
            case TTL -> write(List.of(put(Model.NOW_SECONDS + (random.nextBoolean() ? 1_000 : -1_000))));
            case FLUSH -> flush(table);
            case COMPACT -> compact(table);
            case PURGE -> edit(table, 1);
            case ROTATE -> {
                for (int bytes = 0; bytes < OPTIONS.commitLog().segmentBytes(); bytes += LARGE_VALUE) {
                    write(List.of(large()));
                }
            }
            case TRUNCATE -> edit(table, 0);
            case ALTER -> edit(table, 2);
            case DROP -> edit(table, 3);
            case SNAPSHOT -> snapshots.take(engine(), "s" + ++stamp);
            case CLEAR_SNAPSHOT -> snapshots.clear(engine());
            case RESTART -> throw new AssertionError("not a step of an engine that runs");
        }
    }

    /// What is known of the snapshots.
    SnapshotBook snapshots() {
        return snapshots;
    }

    private void write(List<Change> changes) throws IOException {
        steps.add(new Step.Write(List.copyOf(changes)));
        positions.add(Long.MAX_VALUE);
        try {
            positions.set(positions.size() - 1, engine().apply(TestTables.mutation(engine(), changes)));
        } catch (IOException e) {
            steps.removeLast();
            positions.removeLast();
            throw e;
        }
    }

    /// A step of another kind for a table: of the truncations and changes of the schema.
    void edit(int table, int kind) throws IOException {
        edit(
                switch (kind) {
                    case 0 -> new Step.Truncate(table);
                    case 1 -> new Step.Purge(table);
                    case 2 -> hasB[table] ? new Step.DropColumn(table, stamp * 10) : new Step.AddColumn(table);
                    default -> new Step.Recreate(table);
                });
    }

    /// The last edit was begun, and is known not to have happened.
    void forgetEdit() {
        if (editsBegun > editsDone) {
            for (int i = steps.size() - 1; editsBegun > editsDone; i--) {
                if (!steps.get(i).isLogged()) {
                    steps.remove(i);
                    editsBegun--;
                }
            }
        }
    }

    boolean isEditInDoubt() {
        return editsBegun > editsDone;
    }

    /// An answer that leaves when its position is durable must not show what a crash takes.
    void read() throws IOException {
        long position = 0;
        for (int number = 0; number < Model.TABLES; number++) {
            var table = TestTables.current(engine(), number);
            try (var snapshot = engine().table(table.id()).snapshot(ReadMode.MAY_BLOCK)) {
                TestTables.show(table, number, snapshot, new TreeMap<>());
                position = Math.max(position, snapshot.position());
            }
        }
        assertThat(TestTables.show(engine())).isEqualTo(now());
        shownWrites = writes();
        shownPosition = position;
    }

    private Change change() {
        return change(random.nextInt(10));
    }

    private Change deletion() {
        int kind = random.nextInt(3);
        return change(kind == 1 ? 3 : kind);
    }

    private Change change(int kind) {
        int table = random.nextInt(Model.TABLES);
        int partition = random.nextInt(3);
        int row = random.nextInt(4);
        return switch (kind) {
            case 0 -> new Change.DeleteRow(table, partition, row, timestamp());
            case 1 -> new Change.DeleteRange(table, partition, row, row + 1 + random.nextInt(3), timestamp());
            case 2 -> new Change.DeletePartition(table, partition, timestamp());
            case 3 -> new Change.DeleteCell(table, partition, row, timestamp(), !hasB[table] || random.nextBoolean());
            default -> put(random.nextInt(5) != 0 ? 0 : Model.NOW_SECONDS + (random.nextBoolean() ? 1_000 : -1_000));
        };
    }

    private Change put(long expiry) {
        int table = random.nextInt(Model.TABLES);
        long at = timestamp();
        return new Change.PutRow(
                table,
                random.nextInt(3),
                random.nextInt(4),
                at,
                random.nextInt(3) > 0,
                text(true),
                text(hasB[table]),
                expiry);
    }

    private Change large() {
        int table = random.nextInt(Model.TABLES);
        var value = Optional.of("v" + stamp + "y".repeat(LARGE_VALUE));
        return new Change.PutRow(
                table, random.nextInt(3), random.nextInt(4), timestamp(), true, value, Optional.empty(), 0);
    }

    /// Now and then a client's clock is behind; never the same time twice.
    private long timestamp() {
        stamp++;
        return (random.nextInt(4) == 0 ? Math.max(1, stamp - random.nextInt(20)) : stamp) * 10_000 + stamp;
    }

    private Optional<String> text(boolean possible) {
        boolean there = possible && random.nextInt(3) > 0;
        return there
                ? Optional.of("v" + stamp + "x".repeat(random.nextInt(random.nextInt(4) == 0 ? 200 : 60)))
                : Optional.empty();
    }

    private void edit(Step step) throws IOException {
        steps.add(step);
        editsBegun++;
        switch (step) {
            case Step.Truncate truncate ->
                engine().truncate(TestTables.current(engine(), truncate.table()).id());
            case Step.DropColumn drop -> {
                alter(TestTables.current(engine(), drop.table()).toBuilder()
                        .drop("b", drop.droppedAt())
                        .build());
                hasB[drop.table()] = false;
            }
            case Step.AddColumn add -> {
                alter(TestTables.current(engine(), add.table()).toBuilder()
                        .regular("b", NativeType.TEXT)
                        .build());
                hasB[add.table()] = true;
            }
            case Step.Recreate create -> {
                int number = create.table();
                engine().alterSchema(List.of(
                        new SchemaChange.DropTable(
                                TestTables.current(engine(), number).id()),
                        new SchemaChange.PutTable(TestTables.table(number, ++life[number]))));
                hasB[number] = true;
            }
            case Step.Purge purge -> {
                flush(purge.table());
                merge(purge.table(), true);
            }
            case Step.Write write -> throw new AssertionError(write);
        }
        editsDone++;
    }

    private void alter(TableMetadata changed) throws IOException {
        engine().alterSchema(List.of(new SchemaChange.PutTable(changed)));
    }

    /// Merges all files of a table into one, as a compaction does that may not purge anything.
    void compact(int number) throws IOException {
        merge(number, false);
    }

    private void merge(int number, boolean purge) throws IOException {
        var metadata = TestTables.current(engine(), number);
        var table = engine().table(metadata.id());
        var inputs = new ArrayList<SSTable>();
        try (var live = table.sstables()) {
            live.all().forEach(file -> inputs.add(file.sstable()));
            assertThat(purge && live.minMemtableTimestamp() < Long.MAX_VALUE).isFalse();
            var output = new ArrayList<LiveSSTable>();
            try (var cursor = MergingCursor.rewriting(
                            inputs, KeyRange.ALL, DropTimes.forMerges(metadata), OPTIONS.rowSplit());
                    var writer = table.newSSTable(SSTableOptions.of(metadata, 10, 10, 1, 0))) {
                writer.deletions(purge ? DeletionList.EMPTY : cursor.deletions());
                while (cursor.next()) {
                    append(cursor, purge, writer);
                }
                if (!writer.isEmpty()) {
                    output.add(LiveSSTable.whole(table.finish(writer), 1));
                }
            }
            assertThat(table.replace(inputs, output)).isTrue();
        }
    }

    private static void append(MergingCursor cursor, boolean purge, SSTableWriter writer) throws IOException {
        if (!purge) {
            writer.append(cursor);
            return;
        }
        byte[] row = cursor.valueSegment()
                .asSlice(cursor.valueOffset(), cursor.valueLength())
                .toArray(ValueLayout.JAVA_BYTE);
        var left = new ByteWriter();
        if (new RowPurger().purge(row, 0, row.length, Model.NOW_SECONDS, Long.MAX_VALUE, Long.MAX_VALUE, left)) {
            var bytes = MemorySegment.ofArray(left.toArray());
            writer.append(cursor.key(), cursor.keyLength(), bytes, 0, left.length());
        }
    }
}
