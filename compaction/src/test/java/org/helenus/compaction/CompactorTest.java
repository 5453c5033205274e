package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.helenus.compaction.CompactionReport.Outcome;
import org.helenus.compaction.CompactionTask.Reason;
import org.helenus.storage.StorageListener;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.Test;

/// What a merge keeps and what it lets go, one rule at a time.
final class CompactorTest {
    private static final int GC_GRACE = 1000;

    private static CompactionReport merge(TestTable table, SSTable... files) throws IOException {
        return merge(table, CompactionTask.UNLIMITED, files);
    }

    private static CompactionReport merge(TestTable table, long maxBytes, SSTable... files) throws IOException {
        var task =
                new CompactionTask(List.of(files).stream().map(SSTable::id).toList(), 0, maxBytes, Reason.COMPACTION);
        var throttle = new Throttle(table.clock, nanos -> {}, 0);
        return new Compactor(table.clock, throttle).run(table.store(), task, () -> false);
    }

    private static TestTable create() throws IOException {
        return TestTable.create(new MemoryDisk(1), GC_GRACE, StorageListener.NONE);
    }

    private static void afterGrace(TestTable table) {
        table.clock.advance(Duration.ofSeconds(GC_GRACE + 1));
    }

    @Test
    void twoFilesBecomeOneAndSayTheSame() throws Exception {
        try (var table = create()) {
            table.insert(1, 1, 10, 100);
            table.insert(1, 2, 20, 100);
            table.update(1, 0, "s", 5, 100);
            var first = table.flushed();
            table.insert(1, 2, 21, 200);
            table.update(2, 1, "w", 30, 200);
            var second = table.flushed();
            String before = table.rows();
            var report = merge(table, first, second);
            assertThat(table.rows()).isEqualTo(before);
            assertThat(table.sstables()).hasSize(1);
            assertThat(report.outcome()).isEqualTo(Outcome.DONE);
            assertThat(report.outputs())
                    .containsExactly(table.sstables().getFirst().id());
            assertThat(report.before()).isEqualTo(new CompactionReport.Counts(5, 5, 0));
            assertThat(report.after()).isEqualTo(new CompactionReport.Counts(4, 4, 0));
            assertThat(report.rowsMerged())
                    .containsOnlyKeys(1, 2)
                    .containsEntry(1, 3L)
                    .containsEntry(2, 1L);
            assertThat(report.bytesOut()).isEqualTo(table.sstables().getFirst().sizeBytes());
            assertThat(report.duplicatesDropped()).isEqualTo(1);
            assertThat(report.summary())
                    .isEqualTo("Compaction of ks.t (00000000-0000-0000-0000-000000000000): 2 sstables of "
                            + report.bytesIn() + " bytes, 0 of them expired, to 1 of " + report.bytesOut()
                            + " bytes, level 0, in 0 ms, 0 bytes/s; rows by sstables that had them {1=3, 2=1};"
                            + " dropped 1 duplicates, 1 cells, 0 tombstones");
        }
    }

    @Test
    void aTombstoneStaysWithinGcGrace() throws Exception {
        try (var table = create()) {
            table.insert(1, 1, 10, 100);
            var first = table.flushed();
            table.deleteRow(1, 1, 200);
            var second = table.flushed();
            table.clock.advance(Duration.ofSeconds(GC_GRACE)); // just not over
            var report = merge(table, first, second);
            assertThat(report.after()).isEqualTo(new CompactionReport.Counts(1, 0, 1));
            assertThat(table.rows()).isEmpty();
        }
    }

    @Test
    void aTombstoneGoesAfterGcGraceWithWhatItShadows() throws Exception {
        try (var table = create()) {
            table.insert(1, 1, 10, 100);
            var first = table.flushed();
            table.deleteRow(1, 1, 200);
            table.deleteCell(1, 3, "v", 200);
            table.deleteRange(1, 5, 9, 200);
            table.deletePartition(2, 200);
            table.insert(3, 1, 1, 200);
            var second = table.flushed();
            afterGrace(table);
            var report = merge(table, first, second);
            assertThat(report.after()).isEqualTo(new CompactionReport.Counts(1, 1, 0));
            assertThat(report.tombstonesDropped()).isEqualTo(4);
            assertThat(table.rows()).isEqualTo("3/1 +200 v=1@200\n");
        }
    }

    @Test
    void whenNothingIsLeftThereIsNoFile() throws Exception {
        try (var table = create()) {
            table.insert(1, 1, 10, 100);
            var first = table.flushed();
            table.deletePartition(1, 200);
            var second = table.flushed();
            afterGrace(table);
            var report = merge(table, first, second);
            assertThat(report.outputs()).isEmpty();
            assertThat(table.sstables()).isEmpty();
            assertThat(table.rows()).isEmpty();
        }
    }

    @Test
    void aTombstoneStaysForAnOlderFileThatIsNotMerged() throws Exception {
        try (var table = create()) {
            table.insert(1, 1, 10, 100);
            table.flush();
            table.deleteRow(1, 1, 200);
            var second = table.flushed();
            table.insert(2, 1, 20, 300);
            var third = table.flushed();
            afterGrace(table);
            merge(table, second, third);
            assertThat(table.sstables()).hasSize(2);
            assertThat(table.rows()).isEqualTo("2/1 +300 v=20@300\n");
            // Together with that file both go.
            merge(table, table.sstables().toArray(new SSTable[0]));
            assertThat(table.sstables().getFirst().statistics().tombstones()).isZero();
            assertThat(table.rows()).isEqualTo("2/1 +300 v=20@300\n");
        }
    }

    @Test
    void anotherPartitionInAnOlderFileDoesNotHoldATombstone() throws Exception {
        try (var table = create()) {
            for (int k = 100; k < 110; k++) {
                table.insert(k, 1, 10, 100);
            }
            table.flush();
            table.deleteRow(1, 1, 200);
            table.insert(2, 1, 20, 200);
            var second = table.flushed();
            afterGrace(table);
            var report = merge(table, second);
            assertThat(report.tombstonesDropped()).isEqualTo(1);
        }
    }

    @Test
    void aRangeTombstoneLooksAtAllOfItsRange() throws Exception {
        try (var table = create()) {
            table.insert(1, 7, 10, 100);
            table.flush();
            table.deleteRange(1, 5, 9, 200);
            table.insert(1, 1, 11, 200);
            var second = table.flushed();
            afterGrace(table);
            merge(table, second);
            assertThat(table.rows()).isEqualTo("1/1 +200 v=11@200\n");
            merge(table, table.sstables().toArray(new SSTable[0]));
            assertThat(table.sstables().getFirst().deletions().isEmpty()).isTrue();
            assertThat(table.rows()).isEqualTo("1/1 +200 v=11@200\n");
        }
    }

    @Test
    void aTombstoneStaysForAnOlderWriteInAMemtable() throws Exception {
        try (var table = create()) {
            table.deleteRow(1, 1, 200);
            table.insert(2, 1, 20, 200);
            var first = table.flushed();
            table.insert(1, 1, 10, 100); // late, and shadowed
            afterGrace(table);
            var report = merge(table, first);
            assertThat(report.tombstonesDropped()).isZero();
            assertThat(table.rows()).isEqualTo("2/1 +200 v=20@200\n");
            table.flush();
            assertThat(table.rows()).isEqualTo("2/1 +200 v=20@200\n");
        }
    }

    @Test
    void expiredCellsGoAndWhatTheyShadowedDoesNotComeBack() throws Exception {
        try (var table = create()) {
            table.insert(1, 1, 10, 100);
            var first = table.flushed();
            table.insert(1, 1, 11, 200, 50);
            table.insert(2, 1, 20, 200);
            var second = table.flushed();
            assertThat(table.rows()).contains("1/1 +200 v=11@200");
            afterGrace(table);
            table.clock.advance(Duration.ofSeconds(50));
            assertThat(table.rows()).isEqualTo("2/1 +200 v=20@200\n");
            merge(table, second); // alone: the older file holds what the expired cell shadows
            assertThat(table.rows()).isEqualTo("2/1 +200 v=20@200\n");
            merge(table, table.sstables().toArray(new SSTable[0]));
            assertThat(table.rows()).isEqualTo("2/1 +200 v=20@200\n");
            assertThat(table.sstables().getFirst().statistics().cells()).isEqualTo(1);
            assertThat(first.retain()).isFalse();
        }
    }

    @Test
    void anExpiredFileGoesUnread() throws Exception {
        try (var table = create()) {
            table.insert(1, 1, 10, 100, 10);
            table.insert(1, 2, 10, 100, 20);
            var first = table.flushed();
            table.insert(1, 1, 11, 200);
            var second = table.flushed();
            afterGrace(table);
            table.clock.advance(Duration.ofSeconds(20));
            var report = merge(table, first, second);
            assertThat(report.expired()).containsExactly(first.id());
            assertThat(report.bytesRead()).isEqualTo(second.sizeBytes());
            assertThat(table.rows()).isEqualTo("1/1 +200 v=11@200\n");
        }
    }

    @Test
    void cellsOfADroppedColumnGo() throws Exception {
        try (var table = create()) {
            table.insert(1, 1, 10, 100);
            table.update(1, 1, "w", 5, 100);
            var first = table.flushed();
            table.alter(metadata -> metadata.toBuilder().drop("w", 150).build());
            var report = merge(table, first);
            assertThat(report.cellsDropped()).isEqualTo(1);
            assertThat(table.rows()).isEqualTo("1/1 +100 v=10@100\n");
        }
    }

    @Test
    void outputsAreCutBetweenRowsAndDeletionsClipped() throws Exception {
        try (var table = create()) {
            table.option("compression", java.util.Map.of("class", "LZ4Compressor", "chunk_length_in_kb", "1"));
            for (int c = 0; c < 400; c++) {
                table.insert(1, c, c, 100);
            }
            var first = table.flushed();
            table.deleteRange(1, 50, 350, 50); // older than all rows: shadows nothing, and stays
            table.deleteRange(1, 100, 110, 200);
            var second = table.flushed();
            String before = table.rows();
            var report = merge(table, 1000, first, second);
            assertThat(report.outputs()).hasSizeGreaterThan(2);
            assertThat(table.rows()).isEqualTo(before);
            assertThat(table.rows(true).lines().toList())
                    .isEqualTo(before.lines().toList().reversed());
            var files = new java.util.ArrayList<>(table.sstables());
            files.sort((a, b) -> java.util.Arrays.compareUnsigned(
                    a.statistics().range().start(), b.statistics().range().start()));
            for (int i = 0; i + 1 < files.size(); i++) {
                assertThat(java.util.Arrays.compareUnsigned(
                                files.get(i).statistics().range().end(),
                                files.get(i + 1).statistics().range().start()))
                        .isNotPositive();
            }
            var rest = org.helenus.storage.merge.DeletionList.merge(
                    files.stream().map(SSTable::deletions).toList());
            assertThat(rest.size()).isEqualTo(3); // 50 … 100 … 110 … 350
        }
    }

    private static List<String> sstables(MemoryDisk disk) {
        return disk.files().stream().filter(path -> path.startsWith("data/")).toList();
    }

    @Test
    void aStoppedMergeLeavesEverythingAsItWas() throws Exception {
        var disk = new MemoryDisk(1);
        try (var table = TestTable.create(disk, GC_GRACE, StorageListener.NONE)) {
            table.insert(1, 1, 10, 100);
            var first = table.flushed();
            var files = sstables(disk);
            var task = new CompactionTask(List.of(first.id()), 0, CompactionTask.UNLIMITED, Reason.MAJOR);
            var compactor = new Compactor(table.clock, new Throttle(table.clock, nanos -> {}, 0));
            assertThatThrownBy(() -> compactor.run(table.store(), task, () -> true))
                    .isInstanceOf(CompactionStoppedException.class);
            assertThat(sstables(disk)).isEqualTo(files);
            assertThat(table.sstables()).containsExactly(first);
        }
    }

    @Test
    void aTableThatWasTruncatedMeanwhileStaysEmpty() throws Exception {
        try (var table = create()) {
            table.insert(1, 1, 10, 100);
            var first = table.flushed();
            var task = new CompactionTask(List.of(first.id()), 0, CompactionTask.UNLIMITED, Reason.MAJOR);
            var compactor = new Compactor(table.clock, new Throttle(table.clock, nanos -> {}, 0));
            var report = compactor.run(table.store(), task, () -> {
                try {
                    table.engine.truncate(TestTable.ID);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                return false;
            });
            assertThat(report.outcome()).isEqualTo(Outcome.OVERTAKEN);
            assertThat(table.rows()).isEmpty();
            assertThat(table.sstables()).isEmpty();
        }
    }

    @Test
    void aFileSinksALevelAsItIs() throws Exception {
        var disk = new MemoryDisk(1);
        var clock = TestTable.clock();
        try (var table = TestTable.create(disk, clock, GC_GRACE, StorageListener.NONE)) {
            table.insert(1, 1, 10, 100);
            var first = table.flushed();
            var files = sstables(disk);
            var task = new CompactionTask(List.of(first.id()), 2, 1 << 20, Reason.LEVEL_CHANGE);
            var report = new Compactor(table.clock, new Throttle(table.clock, nanos -> {}, 0))
                    .run(table.store(), task, () -> false);
            assertThat(report.outputs()).containsExactly(first.id());
            assertThat(report.bytesRead()).isZero();
            assertThat(sstables(disk)).isEqualTo(files);
            assertThat(table.rows()).isEqualTo("1/1 +100 v=10@100\n");
            try (var live = table.store().sstables()) {
                assertThat(live.all().getFirst().level()).isEqualTo(2);
            }
        }
        try (var table = TestTable.open(disk, clock, StorageListener.NONE);
                var live = table.store().sstables()) {
            assertThat(live.all().getFirst().level()).isEqualTo(2);
            assertThat(table.rows()).isEqualTo("1/1 +100 v=10@100\n");
        }
    }

    @Test
    void keepsAllTombstonesWhenOnlyRepairedOnesMayGo() throws Exception {
        try (var table = create()) {
            table.option(
                    "compaction",
                    java.util.Map.of(
                            "class", "SizeTieredCompactionStrategy", "only_purge_repaired_tombstones", "true"));
            table.deleteRow(1, 1, 200);
            var first = table.flushed();
            afterGrace(table);
            assertThat(merge(table, first).tombstonesDropped()).isZero();
        }
    }

    private static CompactionReport collect(TestTable table, Reason reason, SSTable file) throws IOException {
        var task = new CompactionTask(List.of(file.id()), 0, OutputCuts.NEVER, reason);
        return new Compactor(table.clock, new Throttle(table.clock, nanos -> {}, 0))
                .run(table.store(), task, () -> false);
    }

    /// A file alone loses what others delete, and nothing that they only cover by name.
    @Test
    void collectsTheGarbageThatOtherFilesDeclare() throws Exception {
        try (var table = create()) {
            table.insert(1, 1, 10, 100); // its row is deleted
            table.insert(1, 2, 20, 100); // in a deleted range
            table.insert(1, 3, 30, 100); // stays
            table.insert(1, 4, 40, 100); // overwritten
            table.insert(2, 1, 50, 100); // its partition is deleted
            table.insert(3, 1, 60, 300); // newer than the deletion
            var old = table.flushed();
            table.deleteRow(1, 1, 200);
            table.deleteRange(1, 2, 3, 200);
            table.update(1, 4, "v", 41, 200);
            table.deletePartition(2, 200);
            table.deleteRow(3, 1, 200);
            var fresh = table.flushed();
            String rows = table.rows();
            var report = collect(table, Reason.GARBAGE, old);
            assertThat(report.before().rows()).isEqualTo(6);
            assertThat(report.after().rows()).isEqualTo(3);
            assertThat(report.cellsDropped()).isEqualTo(3);
            assertThat(table.rows()).isEqualTo(rows);
            assertThat(table.sstables()).hasSize(2).contains(fresh);
            var left = table.sstables().stream()
                    .filter(file -> !file.equals(fresh))
                    .findFirst()
                    .orElseThrow();
            report = collect(table, Reason.CELL_GARBAGE, left);
            assertThat(report.cellsDropped()).isEqualTo(1); // the marker of 1/4 keeps its row
            assertThat(report.after().rows()).isEqualTo(3);
            assertThat(table.rows()).isEqualTo(rows);
        }
    }

    @Test
    void aTableMayWantThatOfEveryMerge() throws Exception {
        try (var table = create()) {
            table.option(
                    "compaction",
                    java.util.Map.of("class", "SizeTieredCompactionStrategy", "provide_overlapping_tombstones", "row"));
            table.insert(1, 1, 10, 100);
            var old = table.flushed();
            table.deleteRow(1, 1, 200);
            table.flush();
            assertThat(merge(table, old).outputs()).isEmpty();
            assertThat(table.rows()).isEmpty();
        }
    }
}
