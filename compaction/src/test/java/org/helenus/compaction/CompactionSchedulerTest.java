package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.helenus.compaction.CompactionTask.Reason;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.ManualClock;
import org.helenus.storage.disk.DiskOperation;
import org.helenus.storage.disk.Fault;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CompactionSchedulerTest {
    /// Keeps what it is told.
    private static final class Told implements CompactionListener {
        final List<CompactionReport> reports = new CopyOnWriteArrayList<>();
        final List<Exception> failures = new CopyOnWriteArrayList<>();

        @Override
        public void completed(CompactionReport report) {
            reports.add(report);
        }

        @Override
        public void failed(TableMetadata table, CompactionTask task, Exception cause) {
            failures.add(cause);
        }
    }

    private final Told told = new Told();
    private final MemoryDisk disk = new MemoryDisk(3);
    private final ManualClock clock = TestTable.clock();

    private final List<AutoCloseable> open = new ArrayList<>();

    private CompactionScheduler scheduler(Throttle.Pause pause, long bytesPerSecond) {
        var options = new CompactionOptions(2, bytesPerSecond, Duration.ofHours(1));
        return opened(new CompactionScheduler(options, clock, told, pause));
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    /// The scheduler first: it works on the table.
    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    private static void fill(TestTable table, int files) throws IOException {
        for (int file = 0; file < files; file++) {
            for (int c = 0; c < 50; c++) {
                table.insert(file, c, c, 100 + file);
            }
            table.flush();
        }
    }

    @Test
    void flushedFilesAreMergedAsTheyCome() throws Exception {
        var scheduler = scheduler(nanos -> {}, 0);
        var table = opened(TestTable.create(disk, clock, 100, scheduler));
        scheduler.start();
        fill(table, 3);
        scheduler.awaitIdle();
        assertThat(told.reports).isEmpty();
        assertThat(scheduler.pending(TestTable.ID)).isZero();
        String rows = table.rows();
        table.insert(3, 1, 1, 500);
        table.flush();
        scheduler.awaitIdle();
        assertThat(told.reports).hasSize(1);
        assertThat(told.reports.getFirst().inputs()).hasSize(4);
        assertThat(table.sstables()).hasSize(1);
        assertThat(table.rows()).contains(rows.lines().toList());
        assertThat(scheduler.running()).isEmpty();
    }

    /// Two threads without work once woke each other without end, each telling that it had found nothing.
    @Test
    void threadsWithoutWorkRest() throws Exception {
        var scheduler = scheduler(nanos -> {}, 0);
        var table = opened(TestTable.create(disk, clock, 100, scheduler));
        scheduler.start();
        fill(table, 5);
        scheduler.awaitIdle();
        long before = waits();
        for (long end = System.nanoTime() + 30_000_000; System.nanoTime() < end; ) {
            Thread.onSpinWait();
        }
        assertThat(waits() - before).isLessThan(20);
    }

    private static long waits() {
        long waits = 0;
        for (var thread : ManagementFactory.getThreadMXBean().dumpAllThreads(false, false)) {
            waits += thread.getThreadName().startsWith("compaction-") ? thread.getWaitedCount() : 0;
        }
        return waits;
    }

    @Test
    void filesOfAnEarlierLifeAreMergedToo() throws Exception {
        try (var table = TestTable.create(disk, 100, org.helenus.storage.StorageListener.NONE)) {
            fill(table, 4);
        }
        var scheduler = scheduler(nanos -> {}, 0);
        var table = opened(TestTable.open(disk, clock, scheduler));
        assertThat(scheduler.pending(TestTable.ID)).isEqualTo(1);
        scheduler.start();
        scheduler.awaitIdle();
        assertThat(table.sstables()).hasSize(1);
    }

    @Test
    void aDisabledTableIsLeftAloneUntilSomebodyAsks() throws Exception {
        var scheduler = scheduler(nanos -> {}, 0);
        var table = opened(TestTable.create(disk, clock, 100, scheduler));
        scheduler.start();
        scheduler.setEnabled(TestTable.ID, false);
        assertThat(scheduler.isEnabled(TestTable.ID)).isFalse();
        fill(table, 6);
        scheduler.awaitIdle();
        assertThat(told.reports).isEmpty();
        var reports = scheduler.compact(TestTable.ID);
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().reason()).isEqualTo(Reason.MAJOR);
        assertThat(reports.getFirst().inputs()).hasSize(6);
        fill(table, 4);
        scheduler.setEnabled(TestTable.ID, true);
        scheduler.awaitIdle();
        assertThat(told.reports).hasSize(2);
    }

    @Test
    void theTablesOwnOptionDisablesAndChangesTakeEffect() throws Exception {
        var scheduler = scheduler(nanos -> {}, 0);
        var table = opened(TestTable.create(disk, clock, 100, scheduler));
        table.option("compaction", Map.of("class", "SizeTieredCompactionStrategy", "enabled", "false"));
        scheduler.start();
        fill(table, 4);
        scheduler.awaitIdle();
        assertThat(told.reports).isEmpty();
        table.option("compaction", Map.of("class", "SizeTieredCompactionStrategy", "min_threshold", "5"));
        scheduler.awaitIdle();
        assertThat(told.reports).isEmpty();
        table.option("compaction", Map.of("class", "SizeTieredCompactionStrategy", "min_threshold", "2"));
        scheduler.awaitIdle();
        assertThat(told.reports).hasSize(1);
    }

    @Test
    void aReviewFindsTombstonesThatFellDue() throws Exception {
        var scheduler = scheduler(nanos -> {}, 0);
        var table = opened(TestTable.create(disk, clock, 0, scheduler));
        table.option(
                "compaction", Map.of("class", "SizeTieredCompactionStrategy", "tombstone_compaction_interval", "1"));
        scheduler.start();
        table.deleteRow(1, 1, 100);
        table.insert(1, 2, 1, 100);
        table.flush();
        scheduler.awaitIdle();
        assertThat(told.reports).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        scheduler.awaitIdle();
        assertThat(told.reports).isEmpty();
        scheduler.review();
        scheduler.awaitIdle();
        assertThat(told.reports).hasSize(1);
        assertThat(told.reports.getFirst().reason()).isEqualTo(Reason.TOMBSTONES);
        assertThat(told.reports.getFirst().tombstonesDropped()).isEqualTo(1);
    }

    /// Every strategy in turn, while rows keep coming and others read: nothing is lost, doubled or brought back.
    @Test
    void strategiesChangeUnderLoad() throws Exception {
        var scheduler = scheduler(nanos -> {}, 0);
        var table = opened(TestTable.create(disk, clock, 100, scheduler));
        scheduler.start();
        var done = new AtomicBoolean();
        var wrong = new CopyOnWriteArrayList<Throwable>();
        var reader = new Thread(() -> {
            try {
                long last = 0;
                while (!done.get()) {
                    long rows = table.rows().lines().count();
                    assertThat(rows).isGreaterThanOrEqualTo(last);
                    last = rows;
                }
            } catch (IOException | RuntimeException | AssertionError e) {
                wrong.add(e);
            }
        });
        reader.start();
        var strategies = List.of("SizeTiered", "Leveled", "TimeWindow", "Unified", "SizeTiered");
        int written = 0;
        for (String strategy : strategies) {
            table.option("compaction", Map.of("class", strategy + "CompactionStrategy"));
            for (int file = 0; file < 5; file++) {
                for (int row = 0; row < 40; row++) {
                    table.insert(written % 7, written, written, 1000 + written);
                    written++;
                }
                table.deleteRow(3, -written, 1000 + written); // of a row that never was
                table.flush();
            }
        }
        scheduler.awaitIdle();
        done.set(true);
        reader.join();
        assertThat(wrong).isEmpty();
        assertThat(told.failures).isEmpty();
        assertThat(told.reports).hasSizeGreaterThan(3);
        assertThat(table.rows().lines()).hasSize(written);
        scheduler.compact(TestTable.ID);
        assertThat(table.sstables()).hasSize(1);
        assertThat(table.rows().lines()).hasSize(written);
    }

    @Test
    void aFailureIsToldAndTheNextFlushTriesAgain() throws Exception {
        var scheduler = scheduler(nanos -> {}, 0);
        var table = opened(TestTable.create(disk, clock, 100, scheduler));
        fill(table, 4);
        disk.setFault(operation -> operation.kind() == DiskOperation.Kind.CREATE
                        && operation.path().startsWith("data/")
                ? Fault.Verdict.FULL
                : Fault.Verdict.WORK);
        scheduler.start();
        scheduler.awaitIdle();
        assertThat(told.failures).hasSize(1);
        assertThatThrownBy(() -> scheduler.compact(TestTable.ID)).hasMessageContaining("no space");
        disk.setFault(Fault.NONE);
        scheduler.awaitIdle();
        scheduler.review();
        scheduler.awaitIdle();
        assertThat(table.sstables()).hasSize(1);
    }

    @Test
    void aCorruptFileIsNotTouchedAgainAndTheOthersAreMerged() throws Exception {
        var scheduler = scheduler(nanos -> {}, 0);
        var table = opened(TestTable.create(disk, clock, 100, scheduler));
        table.option("compaction", Map.of("class", "SizeTieredCompactionStrategy", "min_threshold", "2"));
        fill(table, 4);
        disk.flipBit(table.sstables().getFirst().path(), 8 * 50);
        scheduler.start();
        scheduler.awaitIdle();
        assertThat(told.failures).hasSize(1);
        assertThat(table.sstables()).hasSize(2);
        scheduler.review();
        scheduler.awaitIdle();
        assertThat(told.failures).hasSize(1);
    }

    @Test
    void closingStopsAMergeAtOnce() throws Exception {
        var slow = new CountDownLatch(1);
        Throttle.Pause pause = nanos -> {
            slow.countDown();
            Thread.onSpinWait();
        };
        var scheduler = scheduler(pause, 1); // at a byte a second of a clock that stands still
        var table = opened(TestTable.create(disk, clock, 100, scheduler));
        for (int k = 0; k < 40; k++) {
            for (int c = 0; c < 100; c++) {
                table.insert(k, c, (int) (k * 1_000_003L * (c + 7919)), 100 + c * 7919L);
            }
        }
        table.flush();
        fill(table, 1);
        scheduler.start();
        var asked = new Thread(() -> {
            try {
                scheduler.compact(TestTable.ID);
            } catch (IOException e) {
                told.failures.add(e);
            }
        });
        asked.start();
        assertThat(slow.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(scheduler.running()).hasSize(1);
        assertThat(scheduler.running().getFirst().task().inputs()).hasSize(2);
        scheduler.close();
        asked.join();
        assertThat(table.rows().lines().count()).isGreaterThan(4000 - 1);
    }

    /// Files that somebody names, files of tokens, garbage, and all of them split.
    @Test
    void doesWhatItIsAskedFor() throws Exception {
        var scheduler = scheduler(nanos -> {}, 0);
        var table = opened(TestTable.create(disk, clock, 100, scheduler));
        table.option("compaction", Map.of("class", "SizeTieredCompactionStrategy", "enabled", "false"));
        scheduler.start();
        fill(table, 5);
        String rows = table.rows();
        var ids = table.sstables().stream().map(file -> file.id()).toList();
        var reports = scheduler.compact(TestTable.ID, new CompactionOrder.Files(ids.subList(1, 3)));
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().reason()).isEqualTo(Reason.USER_DEFINED);
        assertThat(reports.getFirst().inputs()).containsExactlyInAnyOrderElementsOf(ids.subList(1, 3));
        assertThat(table.sstables()).hasSize(4);
        assertThatThrownBy(() -> scheduler.compact(TestTable.ID, new CompactionOrder.Files(ids.subList(0, 2))))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("Will not compact " + ids.get(1).fileName() + ": it is not an active sstable");
        assertThat(table.sstables()).hasSize(4);
        assertThat(scheduler.compact(TestTable.ID, new CompactionOrder.GarbageCollect(true)))
                .hasSize(4)
                .allMatch(report -> report.outputs().size() == 1);
        long token = RingSpan.token(table.prefix(0));
        reports = scheduler.compact(TestTable.ID, new CompactionOrder.Tokens(token, token));
        assertThat(reports).hasSize(1);
        assertThat(scheduler.compact(TestTable.ID, new CompactionOrder.Major(true)))
                .hasSize(1);
        assertThat(table.rows()).isEqualTo(rows);
        assertThat(told.failures).isEmpty();
    }

    @Test
    void anUnknownTableIsSaid() {
        var scheduler = scheduler(nanos -> {}, 0);
        scheduler.start();
        var unknown = new TableId(new java.util.UUID(9, 9));
        assertThatThrownBy(() -> scheduler.compact(unknown)).isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> scheduler.setEnabled(unknown, false)).isInstanceOf(InvalidRequest.class);
    }
}
