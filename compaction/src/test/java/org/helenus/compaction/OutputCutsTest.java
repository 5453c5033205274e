package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.helenus.compaction.CompactionTask.Reason;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.StorageListener;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.Test;

/// Where the files of a merge end, and that nothing of it gets lost at an end.
final class OutputCutsTest {
    private static TestTable filled() throws IOException {
        var table = TestTable.create(new MemoryDisk(1), 1000, StorageListener.NONE);
        table.option("compression", java.util.Map.of("class", "LZ4Compressor", "chunk_length_in_kb", "1"));
        for (int k = 0; k < 60; k++) {
            for (int c = 0; c < 10; c++) {
                table.insert(k, c, k * c * 7919, 100 + c);
            }
            if (k % 5 == 0) {
                table.deletePartition(k, 104);
            }
            if (k % 20 == 19) {
                table.flush();
            }
        }
        return table;
    }

    private static void merge(TestTable table, OutputCuts cuts) throws IOException {
        var task = new CompactionTask(table.sstables().stream().map(SSTable::id).toList(), 1, cuts, Reason.MAJOR);
        new Compactor(table.clock, new Throttle(table.clock, nanos -> {}, 0)).run(table.store(), task, () -> false);
    }

    private static List<SSTable> inOrder(TestTable table) {
        var files = new ArrayList<>(table.sstables());
        files.sort((a, b) -> Arrays.compareUnsigned(
                a.statistics().range().start(), b.statistics().range().start()));
        return files;
    }

    @Test
    void atTheEndsOfShards() throws Exception {
        try (var table = filled()) {
            String rows = table.rows();
            for (int count : new int[] {1, 3, 8}) {
                merge(table, new OutputCuts.AtShards(count));
                assertThat(table.rows()).isEqualTo(rows);
                var shards = new ArrayList<Integer>();
                for (SSTable file : inOrder(table)) {
                    var range = file.statistics().range();
                    int shard = RingSpan.shardOf(RingSpan.place(range.start()), count);
                    shards.add(shard);
                    assertThat(RingSpan.fraction(range.end())).isLessThanOrEqualTo((shard + 1.0) / count + 1e-12);
                }
                assertThat(shards).doesNotHaveDuplicates().hasSize(count);
            }
        }
    }

    @Test
    void byHalves() throws Exception {
        try (var table = filled()) {
            merge(table, OutputCuts.NEVER);
            String rows = table.rows();
            long total = table.sstables().stream().mapToLong(SSTable::sizeBytes).sum();
            merge(table, new OutputCuts.Halving(total, total / 8));
            assertThat(table.rows()).isEqualTo(rows);
            var sizes = inOrder(table).stream().map(SSTable::sizeBytes).toList();
            assertThat(sizes).hasSizeBetween(2, 4);
            assertThat((double) sizes.getFirst()).isBetween(total * 0.45, total * 0.85);
            assertThat(sizes.getFirst()).isGreaterThan(sizes.get(1));
        }
    }

    @Test
    void shardsShareTheRingWithoutGaps() {
        for (int count : new int[] {1, 2, 3, 4, 7, 1000, 1 << 20}) {
            for (int shard = 1; shard < count; shard += Math.max(1, count / 17)) {
                long start = RingSpan.shardStart(shard, count);
                assertThat(RingSpan.shardOf(start, count)).isEqualTo(shard);
                assertThat(RingSpan.shardOf(start - 1, count)).isEqualTo(shard - 1);
            }
        }
    }

    /// FIFO's task: nothing is read, all of it goes, live rows too.
    @Test
    void aDropReadsNothing() throws Exception {
        try (var table = filled()) {
            var files = table.sstables();
            var task = new CompactionTask(
                    files.subList(0, 2).stream().map(SSTable::id).toList(), 0, OutputCuts.NEVER, Reason.DROP);
            var report = new Compactor(table.clock, new Throttle(table.clock, nanos -> {}, 0))
                    .run(table.store(), task, () -> false);
            assertThat(report.bytesRead()).isZero();
            assertThat(report.outputs()).isEmpty();
            assertThat(report.expired()).hasSize(2);
            assertThat(table.sstables()).containsExactly(files.get(2));
            try (var live = table.store().sstables()) {
                assertThat(live.all()).allMatch(LiveSSTable::isWhole);
            }
        }
    }
}
