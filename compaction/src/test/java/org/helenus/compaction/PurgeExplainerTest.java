package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.StorageListener;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.encoding.RowSplit;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PurgeExplainerTest {
    private static final int GC_GRACE = 1000;

    private static TestTable create() throws IOException {
        return TestTable.create(new MemoryDisk(1), GC_GRACE, StorageListener.NONE);
    }

    private static void afterGrace(TestTable table) {
        table.clock.advance(Duration.ofSeconds(GC_GRACE + 1));
    }

    private static PurgeExplanation explain(TestTable table, SSTable file) throws IOException {
        return PurgeExplainer.explain(table.store(), file.id(), table.clock.wallMicros());
    }

    private static CompactionReport merge(TestTable table, SSTable file) throws IOException {
        var task =
                new CompactionTask(List.of(file.id()), 0, CompactionTask.UNLIMITED, CompactionTask.Reason.USER_DEFINED);
        var throttle = new Throttle(table.clock, Throttle.Pause.PARK, 0);
        return new Compactor(table.clock, throttle).run(table.store(), task, () -> false);
    }

    @Test
    void graceHoldsWhatIsYoung() throws Exception {
        try (var table = create()) {
            table.insert(1, 1, 1, 100);
            table.deleteRow(1, 2, 200);
            table.deletePartition(2, 200);
            var file = table.flushed();
            long seconds = table.clock.wallSeconds();
            table.clock.advance(Duration.ofSeconds(GC_GRACE)); // just not over
            var why = explain(table, file);
            assertThat(why.deletions()).isEqualTo(2);
            assertThat(why.free()).isZero();
            assertThat(why.withinGrace()).isEqualTo(2);
            assertThat(why.graceSeconds()).contains((long) GC_GRACE);
            assertThat(why.lastGraceSeconds()).isEqualTo(seconds);
            assertThat(why.holders()).isEmpty();
            table.clock.advance(Duration.ofSeconds(1));
            assertThat(explain(table, file).free()).isEqualTo(2);
            assertThat(merge(table, file).tombstonesDropped()).isEqualTo(2);
        }
    }

    @Test
    void anOlderFileAndTheMemtableHoldWhatMayHideTheirs() throws Exception {
        try (var table = create()) {
            table.insert(1, 1, 1, 100);
            table.insert(2, 1, 1, 150);
            var older = table.flushed();
            table.deleteRow(1, 1, 200);
            table.deleteCell(1, 2, "v", 120);
            table.deleteRow(2, 1, 90);
            table.deleteRow(7, 1, 300);
            var file = table.flushed();
            table.insert(9, 9, 9, 250);
            afterGrace(table);
            var why = explain(table, file);
            assertThat(why.deletions()).isEqualTo(4);
            assertThat(why.withinGrace()).isZero();
            assertThat(why.free()).isEqualTo(1); // older than everything outside
            assertThat(why.holders()).hasSize(2);
            var memory = why.holders().getFirst();
            assertThat(memory.file()).isEmpty();
            assertThat(memory.oldestWrite()).isEqualTo(250);
            assertThat(memory.deletions()).isEqualTo(1);
            assertThat(memory.newest()).isEqualTo(300);
            assertThat(memory.firstKey()).startsWith(table.prefix(7));
            var holder = why.holders().getLast();
            assertThat(holder.file()).isEqualTo(Optional.of(older.id()));
            assertThat(holder.path()).isEqualTo(older.path());
            assertThat(holder.oldestWrite()).isEqualTo(100);
            assertThat(holder.deletions()).isEqualTo(2);
            assertThat(holder.oldest()).isEqualTo(120);
            assertThat(holder.newest()).isEqualTo(200);
            assertThat(holder.firstKey()).startsWith(table.prefix(1));
            assertThat(holder.lastKey()).startsWith(table.prefix(1));
        }
    }

    @Test
    void aTableThatKeepsAllSaysSo() throws Exception {
        try (var table = create()) {
            table.deleteRow(1, 1, 200);
            var file = table.flushed();
            table.option(
                    "compaction",
                    java.util.Map.of(
                            "class", "SizeTieredCompactionStrategy", "only_purge_repaired_tombstones", "true"));
            afterGrace(table);
            var why = explain(table, file);
            assertThat(why.graceSeconds()).isEmpty();
            assertThat(why.withinGrace()).isEqualTo(1);
        }
    }

    @Test
    void aFileThatIsNotThereIsRefused() throws Exception {
        try (var table = create()) {
            var id = new SSTableId(1, 2);
            assertThatThrownBy(() -> PurgeExplainer.explain(table.store(), id, 0))
                    .isInstanceOf(InvalidRequest.class)
                    .hasMessage("00000000000000010000000000000002.sst is not an active sstable");
        }
    }

    /// What is said to be free is what a merge of the file alone then drops.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsFreeGoes(long number) throws Exception {
        long seed = Long.getLong("seed", number);
        var random = new SplittableRandom(seed);
        // Rows of more than a few elements go on in further entries.
        var opened = TestTable.open(new MemoryDisk(1), TestTable.clock(), StorageListener.NONE, new RowSplit(200, 50));
        try (var table = TestTable.create(opened, GC_GRACE)) {
            table.addMap();
            for (int file = 0; file < 5; file++) {
                change(table, random);
                table.flush();
                table.clock.advance(Duration.ofSeconds(random.nextInt(600)));
            }
            if (random.nextBoolean()) {
                table.insert(random.nextInt(10), 1, 1, 1_000 + random.nextInt(1_000));
            }
            for (var file : List.copyOf(table.sstables())) {
                var why = explain(table, file);
                long deletions =
                        file.statistics().tombstones() + file.statistics().rangeTombstones();
                assertThat(why.deletions()).as("seed %d, %s", seed, file).isEqualTo(deletions);
                var report = merge(table, file);
                assertThat(report.tombstonesDropped())
                        .as("seed %d, %s", seed, file)
                        .isEqualTo(why.free());
            }
        }
    }

    private static void change(TestTable table, SplittableRandom random) throws IOException {
        for (int i = 0; i < 40; i++) {
            int k = random.nextInt(10);
            int c = random.nextInt(10);
            long timestamp = random.nextInt(2_000);
            switch (random.nextInt(6)) {
                case 0 -> table.deleteRow(k, c, timestamp);
                case 1 -> table.deleteCell(k, c, "v", timestamp);
                case 2 -> table.elements(k, c, elements(random), timestamp, 0);
                case 3 -> table.deletePartition(20 + random.nextInt(100), timestamp);
                default -> table.insert(k + random.nextInt(2) * 100, c, i, timestamp);
            }
        }
    }

    private static SortedMap<String, Integer> elements(SplittableRandom random) {
        var elements = new TreeMap<String, Integer>();
        for (int i = 0; i < 20; i++) {
            elements.put("key" + random.nextInt(100), random.nextInt(4) - 1);
        }
        return elements;
    }
}
