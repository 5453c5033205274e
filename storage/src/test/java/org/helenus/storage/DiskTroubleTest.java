package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.helenus.storage.TestEngine.T;
import static org.helenus.storage.TestEngine.table;
import static org.helenus.storage.TestEngine.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.error.Overloaded;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.commitlog.CommitLogUnavailableException;
import org.helenus.storage.disk.DiskOperation;
import org.helenus.storage.disk.DiskOperation.Kind;
import org.helenus.storage.disk.Fault;
import org.helenus.storage.disk.Fault.Verdict;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The log's disk does not sync, or the disk is full: nobody is told what is not so, what can be read is read, and
/// when the trouble is over the engine goes on by itself, without a restart.
final class DiskTroubleTest {
    private static final String LOG = "commitlog/";

    private final MemoryDisk disk = new MemoryDisk(1);
    private final VirtualTime time = new VirtualTime(TestEngine.NOW_SECONDS * 1_000_000);
    private final List<String> errors = new ArrayList<>();
    private final TreeMap<Integer, String> written = new TreeMap<>();
    private long timestamp;

    /// The sync fails once; the next would succeed, without what the first was to keep.
    @ParameterizedTest
    @EnumSource(SyncMode.class)
    void oneFailedSyncEndsTheSegment(SyncMode mode) throws IOException {
        var engine = start(mode);
        put(engine, 1, "before");
        settle();
        var segments = segments();
        assertThat(segments).isNotEmpty();

        failSyncs(1);
        long doubtful = put(engine, 2, "doubtful");
        var answered = new ArrayList<String>();
        engine.onDurable(() -> {
            if (engine.durablePosition() >= doubtful) {
                answered.add(dataFiles() + " files, log retired through " + engine.retiredLog());
            }
        });
        time.pass(Duration.ofSeconds(11));
        // By itself.
        assertThat(engine.isWritable()).isTrue();
        assertThat(engine.durablePosition()).isGreaterThanOrEqualTo(doubtful);
        // Who waits is answered when it is in a file, and the manifest says that the segment does not count.
        assertThat(answered.getFirst()).isEqualTo("1 files, log retired through " + engine.retiredLog());
        assertThat(engine.retiredLog()).isPositive();
        assertThat(segments()).isNotEmpty().doesNotContainAnyElementsOf(segments);

        put(engine, 3, "after");
        settle();
        assertThat(errors).isEmpty();
        assertThat(rows(engine)).isEqualTo(written.toString());
        for (int seed = 0; seed < 20; seed++) {
            assertThat(TestEngine.rows(TestEngine.open(disk.crash(seed)), T)).isEqualTo(written.toString());
        }
    }

    /// While the failed segment cannot be replaced, nothing is taken, and nothing acknowledged that waits.
    @ParameterizedTest
    @EnumSource(
            value = SyncMode.class,
            names = {"GROUP", "BATCH"})
    void whileSyncsFailNothingIsAcknowledged(SyncMode mode) throws IOException {
        var engine = start(mode);
        put(engine, 1, "before");
        settle();
        failSyncs(Integer.MAX_VALUE);
        long doubtful = put(engine, 2, "doubtful");
        time.pass(Duration.ofMinutes(1));
        for (int i = 0; i < 20; i++) {
            assertThat(engine.isWritable()).isFalse();
            assertThat(engine.acknowledgeablePosition()).isLessThan(doubtful);
            assertThatThrownBy(() -> put(engine, 3, "refused")).isInstanceOf(CommitLogUnavailableException.class);
            assertThat(rows(engine)).isEqualTo(written.toString());
            var left = TestEngine.open(disk.crash(i));
            assertThat(TestEngine.rows(left, T)).startsWith("{1=before");
            time.pass(Duration.ofSeconds(1));
        }
        assertThat(errors).isNotEmpty().allMatch(error -> error.startsWith("flush after a failure of the commit log"));
        var resumed = new ArrayList<String>();
        engine.whenWritable(() -> resumed.add("resumed"));
        assertThat(resumed).isEmpty();

        disk.setFault(Fault.NONE);
        time.pass(Duration.ofSeconds(1));
        assertThat(resumed).containsExactly("resumed");
        assertThat(engine.acknowledgeablePosition()).isGreaterThanOrEqualTo(doubtful);
        put(engine, 3, "after");
        settle();
        assertThat(TestEngine.rows(TestEngine.open(disk.crash(1)), T)).isEqualTo(written.toString());
    }

    /// What is in a segment that was given up does not count, whatever it is.
    @Test
    void theGivenUpSegmentIsNeverReadAgain() throws IOException {
        var engine = start(SyncMode.GROUP);
        put(engine, 1, "before");
        settle();
        // Its deletion fails too, so it stays there for the next start.
        var syncs = new int[1];
        disk.setFault(operation -> operation.path().startsWith(LOG)
                        && (operation.kind() == Kind.DELETE || operation.kind() == Kind.SYNC && syncs[0]++ == 0)
                ? Verdict.FAIL
                : Verdict.WORK);
        put(engine, 2, "doubtful");
        time.pass(Duration.ofSeconds(10));
        assertThat(engine.isWritable()).isTrue();
        put(engine, 3, "after");
        settle();
        String givenUp = segments().getFirst();
        assertThat(givenUp).endsWith("1.log");
        disk.setFault(Fault.NONE);
        var left = disk.crash(1);
        for (long bit = 0; bit < 8L * 200; bit += 3) {
            left.flipBit(givenUp, bit);
        }
        assertThat(TestEngine.rows(TestEngine.open(left), T)).isEqualTo(written.toString());
        assertThat(left.files()).doesNotContain(givenUp);
    }

    /// No space for the log, for files, for the manifest, for anything.
    @ParameterizedTest
    @CsvSource({"commitlog/, GROUP", "data/, GROUP", "manifest/, GROUP", "'', GROUP", "'', BATCH", "'', PERIODIC"})
    void aFullDiskIsWaitedFor(String where, SyncMode mode) throws IOException {
        var engine = start(mode);
        put(engine, 1, "before");
        settle();
        disk.setFault(
                operation -> operation.path().startsWith(where) && needsSpace(operation) ? Verdict.FULL : Verdict.WORK);
        // More than memory and log may hold.
        boolean refused = false;
        for (int key = 2; key < 2_000 && !refused; key++) {
            try {
                if (engine.isWritable()) {
                    put(engine, key, "x".repeat(4_000));
                    if (key % 4 == 0) {
                        time.pass(Duration.ofMillis(10));
                    }
                } else {
                    refused = true;
                }
            } catch (CommitLogUnavailableException | Overloaded e) {
                refused = true;
            }
        }
        assertThat(refused).isTrue();
        time.pass(Duration.ofMinutes(5));
        assertThat(engine.isWritable()).isFalse();
        assertThat(rows(engine)).isEqualTo(written.toString());
        // It tries once a second, and leaves nothing behind.
        assertThat(errors.size()).isBetween(100, 700);
        assertThat(dataFiles()).isLessThanOrEqualTo(live(engine) + 1);
        assertThat(segments().size()).isLessThanOrEqualTo(64); // what memory holds
        var resumed = new ArrayList<String>();
        engine.whenWritable(() -> resumed.add("resumed"));
        assertThat(TestEngine.rows(TestEngine.open(disk.crash(3)), T)).startsWith("{1=before");

        disk.setFault(Fault.NONE);
        time.pass(Duration.ofSeconds(1));
        assertThat(resumed).containsExactly("resumed");
        assertThat(engine.isWritable()).isTrue();
        put(engine, 5_000, "after");
        settle();
        assertThat(rows(engine)).isEqualTo(written.toString());
        for (int seed = 0; seed < 5; seed++) {
            assertThat(TestEngine.rows(TestEngine.open(disk.crash(seed)), T)).isEqualTo(written.toString());
        }
        // And it is as before: files come, segments go.
        engine.flush(T);
        settle();
        assertThat(segments().size()).isLessThanOrEqualTo(4);
        assertThat(dataFiles()).isEqualTo(live(engine));
        // What was being written when it failed is not counted as memory any more.
        assertThat(engine.cache().statistics().pinnedBytes()).isEqualTo(memory(engine));
    }

    /// Again and again: nothing piles up.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void troubleThatComesAndGoes(long seed) throws IOException {
        var engine = start(SyncMode.GROUP);
        var random = new SplittableRandom(Seeds.or(seed));
        for (int round = 0; round < 40; round++) {
            int kind = random.nextInt(3);
            int first = random.nextInt(20);
            long from = disk.operations() + first;
            disk.setFault(operation -> operation.index() < from
                    ? Verdict.WORK
                    : switch (kind) {
                        case 0 -> operation.kind() == Kind.SYNC ? Verdict.FAIL : Verdict.WORK;
                        case 1 -> needsSpace(operation) ? Verdict.FULL : Verdict.WORK;
                        default -> operation.kind() == Kind.WRITE ? Verdict.FAIL_HALFWAY : Verdict.WORK;
                    });
            for (int i = 0; i < 30; i++) {
                try {
                    put(engine, random.nextInt(200), "v" + round + " " + "y".repeat(random.nextInt(3_000)));
                } catch (CommitLogUnavailableException | Overloaded e) {
                    // It was not taken.
                }
                time.pass(Duration.ofMillis(random.nextInt(400)));
            }
            disk.setFault(Fault.NONE);
            time.pass(Duration.ofSeconds(2));
            assertThat(engine.isWritable()).as("round %d", round).isTrue();
            assertThat(rows(engine)).isEqualTo(written.toString());
            settle();
            assertThat(TestEngine.rows(TestEngine.open(disk.crash(random.nextLong())), T))
                    .isEqualTo(written.toString());
        }
        engine.flush(T);
        settle();
        assertThat(segments().size()).isLessThanOrEqualTo(4);
        assertThat(dataFiles()).isEqualTo(live(engine));
        // What was being written when it failed is not counted as memory any more.
        assertThat(engine.cache().statistics().pinnedBytes()).isEqualTo(memory(engine));
        assertThat(disk.files())
                .filteredOn(path -> path.startsWith("manifest/"))
                .hasSize(1);
        assertThat(engine.memtableBytes()).isLessThan(TestEngine.OPTIONS.memtableBytes() / 8);
    }

    /// The next so many syncs of segments fail that are in use.
    private void failSyncs(int count) {
        var left = new int[] {count};
        disk.setFault(
                operation -> operation.kind() == Kind.SYNC && operation.path().startsWith(LOG) && left[0]-- > 0
                        ? Verdict.FAIL
                        : Verdict.WORK);
    }

    private static boolean needsSpace(DiskOperation operation) {
        return switch (operation.kind()) {
            case CREATE, WRITE, PREALLOCATE, LINK, CREATE_DIRECTORY -> true;
            case OPEN, READ, TRUNCATE, SYNC, RENAME, DELETE, LIST, SYNC_DIRECTORY -> false;
        };
    }

    private StorageEngine start(SyncMode mode) throws IOException {
        var listener = new StorageListener() {
            @Override
            public void backgroundError(String what, IOException cause) {
                errors.add(what);
            }
        };
        var engine = StorageEngine.open(
                disk,
                TestEngine.OPTIONS.withCommitLog(TestEngine.OPTIONS.commitLog().withMode(mode)),
                time.clock(),
                listener,
                time.threads(),
                new SplittableRandom(1));
        engine.alterSchema(List.of(
                new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true),
                new SchemaChange.PutTable(table(T, "t"))));
        time.pass(Duration.ofSeconds(1));
        return engine;
    }

    /// Writes a row; when it throws, nothing was written.
    private long put(StorageEngine engine, int key, String value) throws IOException {
        var metadata = engine.table(T).metadata();
        var writer = new MutationWriter();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        writer.partition(metadata, wire(key), 0, 4);
        writer.row(List.of());
        writer.cell(metadata.column("v").orElseThrow().id(), ++timestamp, 0, 0, bytes, 0, bytes.length);
        long position = engine.apply(writer.finish());
        written.put(key, value);
        return position;
    }

    /// Until all is durable, by the engine's own clockwork.
    private void settle() {
        time.pass(Duration.ofSeconds(11));
    }

    private static String rows(StorageEngine engine) throws IOException {
        return TestEngine.rows(engine, T);
    }

    private List<String> segments() {
        return disk.files().stream().filter(path -> path.startsWith(LOG)).toList();
    }

    private static long live(StorageEngine engine) {
        try (var files = engine.table(T).sstables()) {
            return files.all().size();
        }
    }

    private static long memory(StorageEngine engine) {
        try (var files = engine.table(T).sstables()) {
            return files.all().stream()
                    .mapToLong(file -> file.sstable().memoryBytes())
                    .sum();
        }
    }

    private long dataFiles() {
        return disk.files().stream().filter(path -> path.startsWith("data/")).count();
    }
}
