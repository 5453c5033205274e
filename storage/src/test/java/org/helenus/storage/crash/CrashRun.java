package org.helenus.storage.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGeneratorFactory;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableMetadata;
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
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.MergingCursor;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableOptions;

/// One random workload on a disk in memory, with the power lost after every operation of the disk.
///
/// What a recovered engine shows must be what the model shows after some number of writes and of other steps: at least
/// those that were acknowledged, at most those that were begun.
final class CrashRun {
    static final StorageOptions OPTIONS = new StorageOptions(
            new CommitLogOptions(SyncMode.GROUP, Duration.ofSeconds(10), Duration.ofMillis(5), 4096, 1024, 16384),
            1 << 18,
            1 << 20,
            1 << 16,
            1,
            DamagePolicy.REFUSE);

    private final SplittableRandom random;
    private final MemoryDisk disk;
    private final int crashesEach;
    private final List<Step> steps = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();
    private final boolean[] hasB = {true, true};
    private final int[] life = new int[Model.TABLES];
    private QueuedExecutor executor = new QueuedExecutor();
    private Optional<StorageEngine> engine = Optional.empty();
    private int editsDone;
    private int editsBegun;
    private int writesSafe;
    private int shownWrites;
    private long shownPosition = Long.MAX_VALUE;
    private long stamp = 1;
    private int crashes;

    CrashRun(long seed, MemoryDisk disk, int crashesEach) {
        random = new SplittableRandom(seed);
        this.disk = disk;
        this.crashesEach = crashesEach;
    }

    int crashes() {
        return crashes;
    }

    static StorageEngine open(MemoryDisk disk, QueuedExecutor executor, long seed) throws IOException {
        return StorageEngine.open(
                disk,
                OPTIONS,
                new ManualClock(Model.NOW_SECONDS * 1_000_000),
                StorageListener.NONE,
                StorageThreads.of(executor, executor),
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
    }

    void run(int count) throws IOException {
        engine = Optional.of(open(disk, executor, random.nextLong()));
        engine().alterSchema(TestTables.create());
        disk.observe(operation -> {
            if (operation.kind().changesDisk()) {
                powerLoss();
            }
        });
        for (int i = 0; i < count; i++) {
            step();
        }
        disk.observe(operation -> {});
        engine().close();
        assertThat(recovered(disk, List.of())).isEqualTo(Model.of(steps, writes(), editsDone));
    }

    // ---- the workload

    private void step() throws IOException {
        int table = random.nextInt(Model.TABLES);
        switch (random.nextInt(40)) {
            case 0, 1, 2 -> engine().flush(TestTables.current(engine(), table).id());
            case 3 -> edit(new Step.Truncate(table));
            case 4 -> edit(hasB[table] ? new Step.DropColumn(table, stamp * 10) : new Step.AddColumn(table));
            case 5 -> edit(new Step.Recreate(table));
            case 6, 7 -> compact(table);
            case 8 -> restart();
            case 9 -> processDeath();
            default -> write();
        }
        if (random.nextInt(3) == 0) {
            executor.runAll();
        }
        if (random.nextInt(4) == 0) {
            read();
        }
    }

    private void write() throws IOException {
        var changes = new ArrayList<Change>();
        for (int count = 1 + random.nextInt(random.nextInt(3) == 0 ? 4 : 1); count > 0; count--) {
            changes.add(change());
        }
        steps.add(new Step.Write(List.copyOf(changes)));
        positions.add(Long.MAX_VALUE);
        long position = engine().apply(TestTables.mutation(engine(), changes));
        positions.set(positions.size() - 1, position);
    }

    private Change change() {
        int table = random.nextInt(Model.TABLES);
        int partition = random.nextInt(3);
        int row = random.nextInt(4);
        // Now and then a client's clock is behind; never the same time twice.
        stamp++;
        long at = (random.nextInt(4) == 0 ? Math.max(1, stamp - random.nextInt(20)) : stamp) * 10_000 + stamp;
        return switch (random.nextInt(10)) {
            case 0 -> new Change.DeleteRow(table, partition, row, at);
            case 1 -> new Change.DeleteRange(table, partition, row, row + 1 + random.nextInt(3), at);
            case 2 -> new Change.DeletePartition(table, partition, at);
            case 3 -> new Change.DeleteCell(table, partition, row, at, !hasB[table] || random.nextBoolean());
            default -> {
                long expiry = random.nextInt(5) != 0 ? 0 : Model.NOW_SECONDS + (random.nextBoolean() ? 1_000 : -1_000);
                yield new Change.PutRow(
                        table, partition, row, at, random.nextInt(3) > 0, text(true), text(hasB[table]), expiry);
            }
        };
    }

    private Optional<String> text(boolean possible) {
        boolean there = possible && random.nextInt(3) > 0;
        return there ? Optional.of("v" + stamp + "x".repeat(random.nextInt(60))) : Optional.empty();
    }

    private void edit(Step step) throws IOException {
        steps.add(step);
        editsBegun++;
        switch (step) {
            case Step.Truncate truncate ->
                engine().truncate(TestTables.current(engine(), truncate.table()).id());
            case Step.DropColumn drop -> {
                alter(TestTables.current(engine(), drop.table())
                        .toBuilder()
                        .drop("b", drop.droppedAt())
                        .build());
                hasB[drop.table()] = false;
            }
            case Step.AddColumn add -> {
                alter(TestTables.current(engine(), add.table())
                        .toBuilder()
                        .regular("b", org.helenus.schema.type.NativeType.TEXT)
                        .build());
                hasB[add.table()] = true;
            }
            case Step.Recreate create -> {
                int number = create.table();
                engine().alterSchema(List.of(
                        new SchemaChange.DropTable(TestTables.current(engine(), number).id()),
                        new SchemaChange.PutTable(TestTables.table(number, ++life[number]))));
                hasB[number] = true;
            }
            case Step.Write write -> throw new AssertionError(write);
        }
        editsDone++;
    }

    private void alter(TableMetadata changed) throws IOException {
        engine().alterSchema(List.of(new SchemaChange.PutTable(changed)));
    }

    /// Merges all files of a table into one, as a compaction does that may not purge anything.
    private void compact(int number) throws IOException {
        var metadata = TestTables.current(engine(), number);
        var table = engine().table(metadata.id());
        var inputs = new ArrayList<SSTable>();
        try (var live = table.sstables()) {
            live.all().forEach(file -> inputs.add(file.sstable()));
            var output = new ArrayList<LiveSSTable>();
            try (var cursor = new MergingCursor(
                            inputs, KeyRange.ALL, false, ReadMode.MAY_BLOCK, DropTimes.forMerges(metadata));
                    var writer = table.newSSTable(SSTableOptions.of(metadata, 10, 10, 1, 0))) {
                writer.deletions(cursor.deletions());
                while (cursor.next()) {
                    writer.append(cursor);
                }
                if (!writer.isEmpty()) {
                    output.add(LiveSSTable.whole(table.finish(writer), 1));
                }
            }
            assertThat(table.replace(inputs, output)).isTrue();
        }
    }

    /// A stop in order, and a start.
    private void restart() throws IOException {
        engine().close();
        writesSafe = writes();
        start();
        assertThat(TestTables.show(engine())).isEqualTo(Model.of(steps, writes(), editsDone));
    }

    /// The process dies, the machine does not: buffers are gone, the page cache is not.
    private void processDeath() throws IOException {
        int durable = durable();
        disk.releaseLocks();
        start();
        // Between two tasks of one thread, what is written is synced too.
        assertThat(TestTables.show(engine())).isEqualTo(Model.of(steps, durable, editsDone));
        forgetWritesBehind(durable);
        writesSafe = durable;
    }

    private void start() throws IOException {
        executor = new QueuedExecutor();
        engine = Optional.empty();
        shownPosition = Long.MAX_VALUE;
        engine = Optional.of(open(disk, executor, random.nextLong()));
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

    /// An answer that leaves when its position is durable must not show what a crash takes.
    private void read() throws IOException {
        long position = 0;
        for (int number = 0; number < Model.TABLES; number++) {
            var table = TestTables.current(engine(), number);
            try (var snapshot = engine().table(table.id()).snapshot(ReadMode.MAY_BLOCK)) {
                TestTables.show(table, number, snapshot, new java.util.TreeMap<>());
                position = Math.max(position, snapshot.position());
            }
        }
        assertThat(TestTables.show(engine())).isEqualTo(Model.of(steps, writes(), editsDone));
        shownWrites = writes();
        shownPosition = position;
    }

    // ---- the crashes

    private int writes() {
        return positions.size();
    }

    /// Writes that were acknowledged, or shown by an answer that left.
    private int durable() {
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

    private void powerLoss() {
        int durable = durable();
        var expected = new ArrayList<String>();
        for (int edits = editsDone; edits <= editsBegun; edits++) {
            for (int n = durable; n <= writes(); n++) {
                expected.add(Model.of(steps, n, edits));
            }
        }
        for (int i = 0; i < crashesEach; i++) {
            long seed = random.nextLong();
            crashes++;
            try {
                var left = disk.crash(seed);
                boolean again = random.nextInt(12) == 0;
                assertThat(recovered(left, again ? expected : List.of()))
                        .as("durable %d of %d, edits %d of %d, crash seed %d", durable, writes(), editsDone, editsBegun, seed)
                        .isIn(expected);
            } catch (IOException | RuntimeException e) {
                fail("after a crash with seed " + seed + " the engine does not open", e);
            }
        }
    }

    /// What an engine shows that opens on the disk; with a second crash at each operation of its recovery, when it is said
    /// what that may show.
    private String recovered(MemoryDisk left, List<String> expected) throws IOException {
        if (!expected.isEmpty()) {
            left.observe(operation -> {
                if (operation.kind().changesDisk()) {
                    crashes++;
                    try {
                        assertThat(recovered(left.crash(operation.index()), List.of())).isIn(expected);
                    } catch (IOException e) {
                        fail("the engine does not open after a second crash", e);
                    }
                }
            });
        }
        var tasks = new QueuedExecutor();
        var opened = open(left, tasks, 5);
        left.observe(operation -> {});
        String shown = TestTables.show(opened);
        tasks.runAll();
        opened.close();
        // A second start changes nothing.
        var again = open(left, tasks, 6);
        assertThat(TestTables.show(again)).isEqualTo(shown);
        again.close();
        return shown;
    }

    private StorageEngine engine() {
        return engine.orElseThrow();
    }
}
