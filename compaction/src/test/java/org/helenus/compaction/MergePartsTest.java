package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.helenus.compaction.CompactionTask.Reason;
import org.helenus.storage.ManualClock;
import org.helenus.storage.StorageListener;
import org.helenus.storage.disk.DiskOperation;
import org.helenus.storage.disk.Fault;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.Test;

/// One merge on several threads: the same rows, all its files or none.
final class MergePartsTest {
    private static TestTable filled(MemoryDisk disk) throws IOException {
        var table = TestTable.create(disk, 1000, StorageListener.NONE);
        table.option("compression", java.util.Map.of("class", "LZ4Compressor", "chunk_length_in_kb", "1"));
        for (int k = 0; k < 40; k++) {
            for (int c = 0; c < 10; c++) {
                table.insert(k, c, k * c * 7919, 100 + c);
            }
            if (k % 5 == 0) {
                table.deletePartition(k, 104);
                table.deleteRange(k + 1, 2, 5, 104);
            }
            if (k % 10 == 9) {
                table.flush();
            }
        }
        return table;
    }

    private final List<Thread> helpers = new CopyOnWriteArrayList<>();

    private void ask(Runnable part, int count) {
        for (int i = 0; i < count; i++) {
            var helper = Thread.ofPlatform().start(part);
            helpers.add(helper);
        }
    }

    private CompactionReport merge(TestTable table, OutputCuts cuts) throws IOException {
        var task = new CompactionTask(table.sstables().stream().map(SSTable::id).toList(), 1, cuts, Reason.MAJOR);
        try {
            return new Compactor(table.clock, new Throttle(table.clock, nanos -> {}, 0), this::ask, 500)
                    .run(table.store(), task, () -> false);
        } finally {
            for (Thread helper : helpers) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    @Test
    void partsMakeTheSameRows() throws Exception {
        for (OutputCuts cuts : List.of(new OutputCuts.AtShards(8), new OutputCuts.AtBytes(800), OutputCuts.NEVER)) {
            helpers.clear();
            try (var table = filled(new MemoryDisk(1))) {
                String rows = table.rows();
                var report = merge(table, cuts);
                assertThat(table.rows()).isEqualTo(rows);
                assertThat(report.rowsMerged().values().stream()
                                .mapToLong(n -> n)
                                .sum())
                        .isGreaterThanOrEqualTo(report.after().rows());
                assertThat(helpers.isEmpty()).isEqualTo(cuts.equals(OutputCuts.NEVER));
                var files = new ArrayList<>(table.sstables());
                files.sort((a, b) -> Arrays.compareUnsigned(
                        a.statistics().range().start(), b.statistics().range().start()));
                for (int i = 1; i < files.size(); i++) {
                    assertThat(Arrays.compareUnsigned(
                                    files.get(i - 1).statistics().range().end(),
                                    files.get(i).statistics().range().start()))
                            .isNotPositive();
                }
            }
        }
    }

    @Test
    void aPartThatFailsTakesTheOthersWithIt() throws Exception {
        for (int n = 0; n < 60; n += 3) {
            var disk = new MemoryDisk(1);
            try (var table = filled(disk)) {
                String rows = table.rows();
                var before = table.sstables();
                int fails = n;
                var calls = new java.util.concurrent.atomic.AtomicInteger();
                disk.setFault(operation -> operation.kind() == DiskOperation.Kind.WRITE
                                && operation.path().startsWith("data/")
                                && calls.getAndIncrement() == fails
                        ? Fault.Verdict.FAIL
                        : Fault.Verdict.WORK);
                if (n < 8) {
                    assertThatThrownBy(() -> merge(table, new OutputCuts.AtShards(8)))
                            .isInstanceOf(IOException.class);
                    assertThat(table.sstables()).isEqualTo(before);
                } else {
                    try {
                        merge(table, new OutputCuts.AtShards(8));
                    } catch (IOException e) {
                        assertThat(table.sstables()).isEqualTo(before);
                    }
                }
                disk.setFault(Fault.NONE);
                assertThat(table.rows()).isEqualTo(rows);
                assertThat(disk.files().stream()
                                .filter(path -> path.startsWith("data/"))
                                .toList())
                        .hasSameSizeAs(table.sstables());
            }
        }
    }

    /// The power goes at some moment of a merge in parts: all files are the old ones, or all the new ones.
    @Test
    void powerLost() throws Exception {
        var disk = new MemoryDisk(7);
        var images = new CopyOnWriteArrayList<MemoryDisk>();
        String rows;
        ManualClock clock;
        int old;
        try (var table = filled(disk)) {
            clock = new ManualClock(table.clock.wallMicros());
            rows = table.rows();
            old = table.sstables().size();
            table.awaitDurable();
            disk.observe(operation -> {
                if (operation.kind().changesDisk() && operation.index() % 2 == 0) {
                    images.add(disk.crash(operation.index()));
                }
            });
            merge(table, new OutputCuts.AtShards(8));
            disk.observe(operation -> {});
        }
        assertThat(images).hasSizeGreaterThan(10);
        var counts = new java.util.TreeSet<Integer>();
        for (MemoryDisk image : images) {
            try (var table = TestTable.open(image, new ManualClock(clock.wallMicros()), StorageListener.NONE)) {
                assertThat(table.rows()).isEqualTo(rows);
                counts.add(table.sstables().size());
            }
        }
        assertThat(counts).contains(old).allMatch(count -> count == old || count == 8);
    }
}
