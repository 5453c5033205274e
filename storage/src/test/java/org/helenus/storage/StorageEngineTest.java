package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGeneratorFactory;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.Overloaded;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.option.TableOptions;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.commitlog.CommitLogOptions;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.commitlog.CommitLogReplay.DamagePolicy;
import org.helenus.storage.commitlog.CommitLogUnavailableException;
import org.helenus.storage.commitlog.CorruptCommitLogException;
import org.helenus.storage.disk.DiskLockedException;
import org.helenus.storage.disk.DiskOperation.Kind;
import org.helenus.storage.disk.Fault;
import org.helenus.storage.disk.Fault.Verdict;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.manifest.CorruptManifestException;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.Test;

final class StorageEngineTest {
    private static final StorageOptions OPTIONS = new StorageOptions(
            new CommitLogOptions(
                    SyncMode.GROUP, Duration.ofSeconds(10), Duration.ofMillis(5), 1 << 16, 1 << 14, 1 << 18),
            4 << 20,
            1 << 18,
            1 << 20,
            1,
            DamagePolicy.REFUSE,
            false);
    private static final TableId T = new TableId(new UUID(0, 1));
    private static final TableId U = new TableId(new UUID(0, 2));

    private final MemoryDisk disk = new MemoryDisk(1);
    private final QueuedExecutor executor = new QueuedExecutor();
    private final ManualClock clock = new ManualClock(1_000_000_000_000L);
    private final List<String> notices = new ArrayList<>();

    @Test
    void whatIsAppliedIsSeenAtOnceAndDurableLater() throws IOException {
        var engine = created(OPTIONS);
        long position = put(engine, T, 1, "one");
        assertThat(position).isGreaterThan(engine.durablePosition());
        try (var snapshot = engine.table(T).snapshot(ReadMode.MEMORY_ONLY)) {
            assertThat(values(engine, T, snapshot)).containsExactly("one");
            assertThat(snapshot.position()).isEqualTo(position);
        }
        assertThat(values(open(disk.crash(1), OPTIONS), T)).isEmpty();
        var wakes = new ArrayList<Long>();
        engine.onDurable(() -> wakes.add(engine.durablePosition()));
        executor.runAll();
        assertThat(wakes).hasSize(1).allMatch(at -> at >= position);
        assertThat(values(open(disk.crash(1), OPTIONS), T)).containsExactly("one");
    }

    @Test
    void inPeriodicModeNobodyWaitsForTheDisk() throws IOException {
        var engine = created(OPTIONS.withCommitLog(OPTIONS.commitLog().withMode(SyncMode.PERIODIC)));
        long position = put(engine, T, 1, "one");
        assertThat(engine.acknowledgeablePosition()).isLessThan(position);
        try (var snapshot = engine.table(T).snapshot(ReadMode.MEMORY_ONLY)) {
            values(engine, T, snapshot);
            assertThat(snapshot.position()).isZero();
        }
        executor.runScheduled(); // the write period
        assertThat(engine.acknowledgeablePosition()).isEqualTo(position);
        assertThat(values(open(disk.processDeath(), OPTIONS), T)).containsExactly("one");
        long second = put(engine, T, 2, "two");
        engine.handOver(); // the end of a tick
        assertThat(engine.acknowledgeablePosition()).isEqualTo(second);
        assertThat(values(open(disk.processDeath(), OPTIONS), T)).containsExactly("one", "two");
        clock.advance(Duration.ofSeconds(10));
        executor.runScheduled(); // the sync period
        assertThat(values(open(disk.crash(1), OPTIONS), T)).containsExactly("one", "two");
    }

    @Test
    void aFailedSyncIsFlushedAwayBeforeAnybodyIsAnswered() throws IOException {
        var engine = created(OPTIONS);
        put(engine, T, 1, "before");
        executor.runAll();
        disk.setFault(
                operation -> operation.kind() == Kind.SYNC && operation.path().startsWith("commitlog")
                        ? Verdict.FAIL
                        : Verdict.WORK);
        long doubtful = put(engine, T, 2, "doubtful");
        executor.runAll();
        assertThat(engine.isWritable()).isFalse();
        assertThat(engine.durablePosition()).isLessThan(doubtful);
        assertThatThrownBy(() -> put(engine, T, 3, "refused")).isInstanceOf(CommitLogUnavailableException.class);
        var resumed = new ArrayList<String>();
        engine.whenWritable(() -> resumed.add("resumed"));
        executor.runScheduled();
        assertThat(resumed).isEmpty(); // a new segment cannot be made either

        disk.setFault(Fault.NONE);
        executor.runScheduled();
        assertThat(resumed).containsExactly("resumed");
        assertThat(engine.durablePosition()).isGreaterThanOrEqualTo(doubtful);
        put(engine, T, 3, "after");
        executor.runAll();
        for (int seed = 0; seed < 20; seed++) {
            assertThat(values(open(disk.crash(seed), OPTIONS), T))
                    .containsExactlyInAnyOrder("before", "doubtful", "after");
        }
    }

    @Test
    void timestampsIncreaseOverRestartsAndClocksThatGoBack() throws IOException {
        var engine = created(OPTIONS);
        long last = engine.nextTimestampMicros();
        assertThat(last).isEqualTo(clock.wallMicros());
        clock.setWallMicros(5);
        for (int i = 0; i < 3; i++) {
            long next = engine.nextTimestampMicros();
            assertThat(next).isEqualTo(last + 1);
            last = next;
        }
        put(engine, T, 1, "stamped", last);
        executor.runAll();
        // After a crash: behind what the data shows, not at the ceiling ten minutes ahead.
        assertThat(open(disk.crash(1), OPTIONS).nextTimestampMicros()).isEqualTo(last + 1);
        engine.close();
        assertThat(open(disk, OPTIONS).nextTimestampMicros()).isEqualTo(last + 1);
    }

    @Test
    void aClientsTimestampFarAheadDoesNotDragOursAlong() throws IOException {
        var engine = created(OPTIONS);
        engine.nextTimestampMicros();
        put(engine, T, 1, "from the future", Long.MAX_VALUE - 1);
        executor.runAll();
        long next = open(disk.crash(1), OPTIONS).nextTimestampMicros();
        assertThat(next - clock.wallMicros()).isLessThan(Duration.ofMinutes(30).toNanos() / 1_000);
    }

    @Test
    void filesThatNobodyNamesAreMovedAside() throws IOException {
        var engine = created(OPTIONS);
        put(engine, T, 1, "kept");
        engine.flush(T);
        String file = dataFiles(disk).getFirst();
        engine.close();
        String stray = file.substring(0, file.lastIndexOf('/') + 1) + "0123456789abcdef0123456789abcdef.sst";
        disk.link(file, stray);
        assertThat(values(open(disk, OPTIONS), T)).containsExactly("kept");
        assertThat(disk.files())
                .contains("orphans/0123456789abcdef0123456789abcdef.sst")
                .doesNotContain(stray);
        assertThat(notices).anyMatch(notice -> notice.contains(stray));
    }

    @Test
    void whatADeathLeftOfAFileIsDeleted() throws IOException {
        var engine = created(OPTIONS);
        put(engine, T, 1, "kept");
        engine.flush(T);
        String file = dataFiles(disk).getFirst();
        engine.close();
        var bytes = ByteBuffer.allocate(4096);
        try (var open = disk.open(file, OpenMode.READ)) {
            bytes.limit((int) open.size() - 1);
            open.readFully(0, bytes);
        }
        String directory = file.substring(0, file.lastIndexOf('/') + 1);
        write(directory + "0123456789abcdef0123456789abcdef.sst", bytes.array(), bytes.limit());
        write(directory + "1123456789abcdef0123456789abcdef.sst", bytes.array(), 0);
        write(directory + "2123456789abcdef0123456789abcdef.sst", new byte[200], 200); // not ours: who knows
        write(directory + "mine.sst", bytes.array(), bytes.limit());
        assertThat(values(open(disk, OPTIONS), T)).containsExactly("kept");
        assertThat(dataFiles(disk)).containsExactly(file);
        assertThat(disk.files().stream().filter(path -> path.startsWith("orphans/")))
                .containsExactlyInAnyOrder("orphans/2123456789abcdef0123456789abcdef.sst", "orphans/mine.sst");
    }

    private void write(String path, byte[] bytes, int length) throws IOException {
        try (var file = disk.open(path, OpenMode.CREATE_NEW)) {
            if (length > 0) {
                file.write(0, ByteBuffer.wrap(bytes, 0, length));
            }
            file.sync();
        }
    }

    @Test
    void whatSomebodyPutThereIsMovedTooAndNothingGoesOverAnother() throws IOException {
        var engine = created(OPTIONS);
        put(engine, T, 1, "kept");
        engine.flush(T);
        put(engine, U, 1, "kept");
        engine.flush(U);
        engine.close();
        for (String file : dataFiles(disk)) {
            String directory = file.substring(0, file.lastIndexOf('/'));
            disk.link(file, directory + "/notes.txt");
            disk.createDirectories(directory + "/backups");
            disk.link(file, directory + "/backups/mine");
        }
        var before = dataFiles(disk).size();
        open(disk, OPTIONS).close();
        assertThat(disk.files()).contains("orphans/notes.txt", "orphans/notes.txt.1");
        assertThat(dataFiles(disk))
                .hasSize(before - 2)
                .filteredOn(name -> name.endsWith("/backups/mine"))
                .hasSize(2);
        assertThat(notices).filteredOn(notice -> notice.contains("notes.txt")).hasSize(2);
    }

    @Test
    void withoutItsManifestADirectoryIsNotTakenForANewOne() throws IOException {
        var engine = TestEngine.created(disk, TestEngine.table(T, "t"));
        TestEngine.put(engine, T, 1, "one", 1);
        engine.flush(T);
        engine.close();
        var files = disk.files();
        for (String file : files) {
            if (file.startsWith("manifest/")) {
                disk.delete(file);
            }
        }
        assertThatThrownBy(() -> TestEngine.open(disk))
                .isInstanceOf(CorruptManifestException.class)
                .hasMessageContaining("there is none");
        assertThat(disk.files())
                .isEqualTo(files.stream()
                        .filter(file -> !file.startsWith("manifest/"))
                        .toList());
    }

    @Test
    void aDamagedLogIsRefusedUntilSomebodyChooses() throws IOException {
        var engine = created(OPTIONS);
        for (int i = 0; i < 5; i++) {
            put(engine, T, i, "value " + i);
            executor.runAll();
        }
        var left = disk.processDeath();
        String log = left.files().stream()
                .filter(path -> path.startsWith("commitlog/"))
                .findFirst()
                .orElseThrow();
        left.flipBit(log, (48 + 30) * 8L);
        assertThatThrownBy(() -> open(left, OPTIONS))
                .isInstanceOf(CorruptCommitLogException.class)
                .hasMessageContaining(log);
        assertThat(left.files()).contains(log);

        var salvaged = open(left, OPTIONS.withDamagedLog(DamagePolicy.SALVAGE));
        assertThat(values(salvaged, T)).containsExactlyInAnyOrder("value 1", "value 2", "value 3", "value 4");
        assertThat(left.files()).contains(log.replace("commitlog/", "damaged/")).doesNotContain(log);
        assertThat(values(open(left.crash(3), OPTIONS), T)).hasSize(4);
    }

    @Test
    void aFlushSinceThePinIsStillInMemoryForACompaction() throws IOException {
        var engine = created(OPTIONS);
        put(engine, T, 1, "old", 50);
        try (var live = engine.table(T).sstables()) {
            engine.flush(T);
            put(engine, T, 2, "new", 100);
            assertThat(live.all()).isEmpty();
            assertThat(live.minMemtableTimestamp()).isEqualTo(50);
        }
        try (var live = engine.table(T).sstables()) {
            assertThat(live.minMemtableTimestamp()).isEqualTo(100);
        }
    }

    /// The deletion's log segment goes, the write's stays because another table needs it.
    @Test
    void aWriteIsNotReplayedWhenItsDeletionIsPurged() throws IOException {
        var engine = created(OPTIONS);
        var delete = new MutationWriter();
        byte[] key = ByteBuffer.allocate(4).putInt(1).array();
        delete.partition(engine.table(T).metadata(), key, 0, key.length);
        delete.deletePartition(100, 1);
        engine.apply(delete.finish());
        for (int i = 0; i < 150; i++) {
            put(engine, T, 2, "x".repeat(1000)); // a segment or two
            executor.runAll();
        }
        put(engine, U, 1, "keeps the last segment");
        put(engine, T, 1, "written before, came later", 50);
        engine.flush(T);
        try (var live = engine.table(T).sstables()) {
            // A compaction that finds everything deleted and purgeable.
            var inputs = live.all().stream().map(LiveSSTable::sstable).toList();
            assertThat(engine.table(T).replace(inputs, List.of())).isTrue();
        }
        assertThat(disk.files()).noneMatch(file -> file.endsWith("0000000000000001.log"));
        var again = open(disk.crash(1), OPTIONS);
        assertThat(values(again, T)).isEmpty();
        assertThat(values(again, U)).hasSize(1);
    }

    @Test
    void oneProcessHasTheDirectory() throws IOException {
        var engine = created(OPTIONS);
        assertThatThrownBy(() -> open(disk, OPTIONS)).isInstanceOf(DiskLockedException.class);
        engine.close();
        open(disk, OPTIONS).close();
    }

    @Test
    void whatCannotBeWrittenIsRefusedBeforeAnythingHappens() throws IOException {
        var engine = created(OPTIONS);
        assertThatThrownBy(() -> put(engine, T, 1, "x".repeat(40_000)))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("too large");
        var gone = new TableId(new UUID(9, 9));
        assertThatThrownBy(() -> engine.table(gone)).isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> engine.flush(gone)).isInstanceOf(InvalidRequest.class);
        assertThat(values(engine, T)).isEmpty();
    }

    @Test
    void writersWaitWhenMemoryIsFull() throws IOException {
        long most = 4 << 20;
        var engine = created(OPTIONS.withMemtableBytes(most));
        int count = 0;
        while (engine.isWritable()) {
            put(engine, T, count++, "x".repeat(1000));
            // the log goes on, the flush does not come
            syncOnly(engine);
        }
        assertThat(engine.memtableBytes()).isBetween(most / 2, most);
        // Who writes all the same is stopped before memory is gone.
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 4000; i++) {
                        put(engine, U, i, "x".repeat(1000));
                        syncOnly(engine);
                        assertThat(engine.memtableBytes()).isLessThanOrEqualTo(most);
                    }
                })
                .isInstanceOf(Overloaded.class);
        assertThat(engine.memtableBytes())
                .isEqualTo(engine.table(T).memtableBytes() + engine.table(U).memtableBytes());
        var resumed = new ArrayList<Integer>();
        engine.whenWritable(() -> resumed.add(1));
        assertThat(resumed).isEmpty();
        executor.runAll();
        assertThat(resumed).containsExactly(1);
        assertThat(engine.isWritable()).isTrue();
        assertThat(values(engine, T)).hasSize(count);
    }

    /// Writes of all sizes that ask first, and flushes that come late.
    @Test
    void memoryNeverExceedsItsBound() throws IOException {
        long seed = Seeds.or(4711);
        var random = new SplittableRandom(seed);
        long most = 4 << 20;
        var log = OPTIONS.commitLog().withSizes(4 << 20, 1 << 14, 8 << 20);
        var engine = created(
                OPTIONS.withMemtableBytes(most).withMaxLogBytes(16 << 20).withCommitLog(log));
        int waits = 0;
        int refused = 0;
        for (int i = 0; i < 8_000; i++) {
            if (!engine.isWritable()) {
                waits++;
                var resumed = new ArrayList<Integer>();
                engine.whenWritable(() -> resumed.add(1));
                executor.runAll();
                assertThat(resumed).as("-Dseed=%d", seed).hasSize(1);
            }
            int length = random.nextInt(1, 1 << random.nextInt(1, random.nextInt(50) == 0 ? 20 : 14));
            try {
                put(engine, random.nextBoolean() ? T : U, random.nextInt(1000), "x".repeat(length));
            } catch (Overloaded e) {
                // A large one that came late: it is refused, and may come again.
                assertThat(length).isGreaterThan((int) most / 64);
                refused++;
            }
            syncOnly(engine);
            assertThat(engine.memtableBytes()).as("-Dseed=%d", seed).isLessThanOrEqualTo(most);
        }
        assertThat(waits).isGreaterThan(2);
        assertThat(refused).isPositive();
    }

    /// What a reader still looks at is memory, though it is in a file by now.
    @Test
    void aFlushedMemtableCountsUntilItsLastReaderIsGone() throws IOException {
        var engine = created(OPTIONS);
        put(engine, T, 1, "one");
        var reader = engine.table(T).snapshot(ReadMode.MAY_BLOCK);
        engine.flush(T);
        assertThat(engine.table(T).memtableBytes()).isZero();
        assertThat(engine.memtableBytes()).isPositive();
        reader.close();
        assertThat(engine.memtableBytes()).isZero();
    }

    /// A merge takes long, and looks at files only. Of what was in memory when it began it knows the timestamps.
    @Test
    void aMergeHoldsNoMemtable() throws IOException {
        var engine = created(OPTIONS);
        put(engine, T, 1, "one");
        try (var files = engine.table(T).sstables()) {
            long least = files.minMemtableTimestamp();
            assertThat(least).isLessThan(Long.MAX_VALUE);
            engine.flush(T);
            assertThat(engine.memtableBytes()).isZero();
            assertThat(files.minMemtableTimestamp()).isEqualTo(least);
        }
    }

    @Test
    void aLogThatGrowsMakesTheOldestTableFlush() throws IOException {
        var engine = created(OPTIONS);
        put(engine, U, 1, "idle");
        for (int i = 0; i < 2000; i++) {
            put(engine, T, i % 10, "x".repeat(500));
            executor.runAll();
        }
        long log = disk.files().stream()
                .filter(path -> path.startsWith("commitlog/"))
                .count();
        assertThat(log * OPTIONS.commitLog().segmentBytes()).isLessThanOrEqualTo(OPTIONS.maxLogBytes() + (4 << 16));
        assertThat(values(open(disk.crash(1), OPTIONS), U)).containsExactly("idle");
    }

    @Test
    void aTableIsFlushedByItsPeriod() throws IOException {
        var engine = open(disk, OPTIONS);
        var table = table(T, "t").toBuilder()
                .options(TableOptions.DEFAULTS.with(Map.of("memtable_flush_period_in_ms", "100")))
                .build();
        engine.alterSchema(List.of(
                new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true),
                new SchemaChange.PutTable(table)));
        put(engine, T, 1, "one");
        assertThat(dataFiles(disk)).isEmpty();
        executor.runScheduled();
        assertThat(dataFiles(disk)).hasSize(1);
        put(engine, T, 2, "two");
        executor.runScheduled();
        assertThat(dataFiles(disk)).hasSize(2);
    }

    @Test
    void withoutDurableWritesTheLogIsNotAsked() throws IOException {
        var engine = open(disk, OPTIONS);
        engine.alterSchema(List.of(
                new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), false),
                new SchemaChange.PutTable(table(T, "t"))));
        assertThat(put(engine, T, 1, "one")).isZero();
        executor.runAll();
        assertThat(values(engine, T)).containsExactly("one");
        assertThat(values(open(disk.processDeath(), OPTIONS), T)).isEmpty();
        engine.flush(T);
        assertThat(values(open(disk.crash(1), OPTIONS), T)).containsExactly("one");
    }

    @Test
    void aSnapshotStaysWhatItIs() throws IOException {
        var engine = created(OPTIONS);
        put(engine, T, 1, "one");
        engine.flush(T);
        put(engine, T, 2, "two");
        String file = dataFiles(disk).getFirst();
        try (var snapshot = engine.table(T).snapshot(ReadMode.MAY_BLOCK)) {
            assertThat(values(engine, T, snapshot)).containsExactlyInAnyOrder("one", "two");
            put(engine, T, 3, "three");
            engine.flush(T);
            engine.truncate(T);
            assertThat(values(engine, T)).isEmpty();
            assertThat(values(engine, T, snapshot)).containsExactlyInAnyOrder("one", "two");
            assertThat(disk.files()).contains(file);
        }
        assertThat(dataFiles(disk)).isEmpty();
    }

    @Test
    void aCompactionThatComesTooLateChangesNothing() throws IOException {
        var engine = created(OPTIONS);
        put(engine, T, 1, "one");
        engine.flush(T);
        List<SSTable> inputs;
        try (var live = engine.table(T).sstables()) {
            inputs = live.all().stream().map(LiveSSTable::sstable).toList();
            assertThat(live.minMemtableTimestamp()).isEqualTo(Long.MAX_VALUE);
            engine.truncate(T);
            put(engine, T, 2, "two");
            assertThat(engine.table(T).replace(inputs, List.of())).isFalse();
        }
        assertThat(values(engine, T)).containsExactly("two");
    }

    @Test
    void propertiesAndSchemaOutliveACrash() throws IOException {
        var engine = created(OPTIONS);
        engine.putProperty("host", new byte[] {1, 2});
        engine.alterSchema(List.of(new SchemaChange.DropTable(U)));
        assertThatThrownBy(() -> put(engine, U, 1, "x")).isInstanceOf(InvalidRequest.class);
        var again = open(disk.crash(1), OPTIONS);
        assertThat(again.property("host")).hasValue(new byte[] {1, 2});
        assertThat(again.property("other")).isEmpty();
        assertThat(again.schema().version()).isEqualTo(engine.schema().version());
        assertThat(again.tables()).hasSize(1);
    }

    @Test
    void drainedItTakesNothingAndHasNothingToReplay() throws IOException {
        var engine = created(OPTIONS);
        put(engine, T, 1, "one");
        engine.drain();
        assertThatThrownBy(() -> put(engine, T, 2, "two"))
                .isInstanceOf(CommitLogUnavailableException.class)
                .hasMessageContaining("drained");
        engine.close();
        assertThat(dataFiles(disk)).hasSize(1);
        assertThat(values(open(disk, OPTIONS), T)).containsExactly("one");
    }

    @Test
    void aLogLargerThanMemoryIsReplayedInParts() throws IOException {
        var engine = created(OPTIONS);
        for (int i = 0; i < 300; i++) {
            put(engine, T, i, "x".repeat(1000));
            syncOnly(engine);
        }
        var left = disk.crash(1);
        var small = open(left, OPTIONS.withMemtableBytes(1 << 18));
        assertThat(values(small, T)).hasSize(300);
        assertThat(dataFiles(left)).isNotEmpty();
        assertThat(values(open(left.crash(2), OPTIONS), T)).hasSize(300);
    }

    // ---- helpers

    private StorageEngine open(MemoryDisk on, StorageOptions options) throws IOException {
        var listener = new StorageListener() {
            @Override
            public void notice(String what) {
                notices.add(what);
            }
        };
        return StorageEngine.open(
                on,
                options,
                clock,
                listener,
                StorageThreads.of(executor, executor),
                RandomGeneratorFactory.of("L64X128MixRandom").create(on.operations()));
    }

    private StorageEngine created(StorageOptions options) throws IOException {
        var engine = open(disk, options);
        engine.alterSchema(List.of(
                new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true),
                new SchemaChange.PutTable(table(T, "t")),
                new SchemaChange.PutTable(table(U, "u"))));
        return engine;
    }

    private static TableMetadata table(TableId id, String name) {
        return TableMetadata.builder(id, "ks", name)
                .partitionKey("k", NativeType.INT)
                .regular("v", NativeType.TEXT)
                .build();
    }

    /// Syncs the log without what waits on the executor.
    private static void syncOnly(StorageEngine engine) throws IOException {
        engine.syncLog();
    }

    private long put(StorageEngine engine, TableId id, int key, String value) throws IOException {
        return put(engine, id, key, value, 100);
    }

    private long put(StorageEngine engine, TableId id, int key, String value, long timestamp) throws IOException {
        var table = engine.schema().table(id).orElseGet(() -> table(id, "gone"));
        var writer = new MutationWriter();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        byte[] wire = ByteBuffer.allocate(4).putInt(key).array();
        writer.partition(table, wire, 0, wire.length);
        writer.row(List.of());
        writer.cell(table.column("v").orElseThrow().id(), timestamp, 0, 0, bytes, 0, bytes.length);
        return engine.apply(writer.finish());
    }

    private static List<String> values(StorageEngine engine, TableId id) throws IOException {
        try (var snapshot = engine.table(id).snapshot(ReadMode.MAY_BLOCK)) {
            return values(engine, id, snapshot);
        }
    }

    private static List<String> values(StorageEngine engine, TableId id, ReadSnapshot snapshot) throws IOException {
        var wanted = ColumnSet.all(engine.table(id).metadata());
        var values = new ArrayList<String>();
        try (var rows = snapshot.scan(KeyRange.ALL, false, wanted, 0)) {
            while (rows.next()) {
                var cells = rows.row().cells();
                while (cells.next()) {
                    values.add(new String(
                            cells.array(), cells.valueOffset(), cells.valueLength(), StandardCharsets.UTF_8));
                }
            }
        }
        return values;
    }

    private static List<String> dataFiles(MemoryDisk disk) {
        return disk.files().stream().filter(path -> path.startsWith("data/")).toList();
    }
}
