package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.helenus.compaction.CompactionTask.Reason;
import org.helenus.storage.ManualClock;
import org.helenus.storage.StorageListener;
import org.helenus.storage.disk.DiskOperation;
import org.helenus.storage.disk.Fault;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.Test;

/// The machine loses power, or a call on the disk fails, at each step of a merge that also purges: afterwards the old
/// files are there or the new ones, never both, never neither, and no deleted row is back.
final class CompactionCrashTest {
    private static final int GC_GRACE = 100;

    private static TestTable prepare(MemoryDisk disk) throws IOException {
        var table = TestTable.create(disk, GC_GRACE, StorageListener.NONE);
        table.option("compression", java.util.Map.of("class", "LZ4Compressor", "chunk_length_in_kb", "1"));
        for (int c = 0; c < 60; c++) {
            table.insert(1, c, (int) (c * 2_654_435_761L), 100);
        }
        table.flush();
        table.deleteRange(1, 5, 10, 200);
        table.deleteRow(1, 20, 200);
        table.insert(2, 1, 1, 200);
        table.flush();
        table.insert(1, 3, 33, 300);
        table.flush();
        table.clock.advance(Duration.ofSeconds(GC_GRACE + 1));
        return table;
    }

    private static CompactionReport merge(TestTable table) throws IOException {
        var files = table.sstables().stream().map(SSTable::id).toList();
        var task = new CompactionTask(files, 0, 500, Reason.MAJOR);
        return new Compactor(table.clock, new Throttle(table.clock, nanos -> {}, 0))
                .run(table.store(), task, () -> false);
    }

    private static ManualClock later(ManualClock clock) {
        return new ManualClock(clock.wallMicros());
    }

    @Test
    void powerLostAtEachStep() throws Exception {
        var disk = new MemoryDisk(7);
        var images = new ArrayList<MemoryDisk>();
        String rows;
        CompactionReport report;
        ManualClock clock;
        try (var table = prepare(disk)) {
            clock = later(table.clock);
            rows = table.rows();
            disk.observe(operation -> {
                if (operation.kind().changesDisk()) {
                    for (int i = 0; i < 4; i++) {
                        images.add(disk.crash(operation.index() * 4 + i));
                    }
                }
            });
            report = merge(table);
            assertThat(report.tombstonesDropped()).isEqualTo(2);
            disk.observe(operation -> {});
            assertThat(table.rows()).isEqualTo(rows);
        }
        assertThat(images.size()).isGreaterThan(40);
        assertThat(report.outputs()).hasSizeGreaterThan(1);
        int old = 0;
        for (MemoryDisk image : images) {
            try (var table = TestTable.open(image, clock, StorageListener.NONE)) {
                assertThat(table.rows()).isEqualTo(rows);
                long tombstones = table.sstables().stream()
                        .mapToLong(file -> file.statistics().tombstones()
                                + file.statistics().rangeTombstones())
                        .sum();
                assertThat(tombstones).isIn(0L, 2L);
                old += tombstones == 2 ? 1 : 0;
                var live = table.sstables().stream().map(SSTable::path).sorted().toList();
                assertThat(image.files().stream()
                                .filter(path -> path.startsWith("data/"))
                                .sorted()
                                .toList())
                        .isEqualTo(live);
                merge(table);
                assertThat(table.rows()).isEqualTo(rows);
            }
        }
        assertThat(old).isBetween(1, images.size() - 1);
    }

    @Test
    void aFailingCallAtEachStep() throws Exception {
        for (var kind : List.of(
                DiskOperation.Kind.CREATE,
                DiskOperation.Kind.WRITE,
                DiskOperation.Kind.READ,
                DiskOperation.Kind.OPEN,
                DiskOperation.Kind.SYNC_DIRECTORY)) {
            boolean failed = true;
            for (int n = 0; failed; n++) {
                failed = failsAndRecovers(kind, n);
                assertThat(n).as("%s never works", kind).isLessThan(200);
            }
        }
    }

    /// @return whether the n-th call of this kind on an SSTable was made, and failed
    private static boolean failsAndRecovers(DiskOperation.Kind kind, int n) throws IOException {
        var disk = new MemoryDisk(7);
        try (var table = prepare(disk)) {
            String rows = table.rows();
            var calls = new int[1];
            disk.setFault(
                    operation -> operation.kind() == kind && operation.path().startsWith("data/") && calls[0]++ == n
                            ? Fault.Verdict.FAIL
                            : Fault.Verdict.WORK);
            boolean reached;
            try {
                merge(table);
                reached = calls[0] > n;
                assertThat(reached).isFalse();
            } catch (IOException e) {
                reached = true;
            }
            disk.setFault(Fault.NONE);
            assertThat(table.rows()).isEqualTo(rows);
            merge(table);
            assertThat(table.rows()).isEqualTo(rows);
            var live = table.sstables().stream().map(SSTable::path).sorted().toList();
            assertThat(disk.files().stream()
                            .filter(path -> path.startsWith("data/"))
                            .sorted()
                            .toList())
                    .isEqualTo(live);
            return reached;
        }
    }

    @Test
    void aCorruptInputIsNamedAndKept() throws Exception {
        var disk = new MemoryDisk(7);
        try (var table = prepare(disk)) {
            var damaged = table.sstables().getFirst();
            disk.flipBit(damaged.path(), 8 * 50);
            assertThatThrownBy(() -> merge(table))
                    .isInstanceOf(org.helenus.storage.sstable.CorruptSSTableException.class)
                    .hasMessageContaining(damaged.path());
            assertThat(table.sstables()).hasSize(3);
        }
    }
}
