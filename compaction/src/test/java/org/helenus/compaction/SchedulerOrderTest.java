package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.ManualClock;
import org.helenus.storage.StorageListener;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What runs when: rates, pauses, interruptions, space.
final class SchedulerOrderTest {
    private final List<CompactionReport> reports = new CopyOnWriteArrayList<>();
    private final List<Exception> failures = new CopyOnWriteArrayList<>();
    private final CompactionListener told = new CompactionListener() {
        @Override
        public void completed(CompactionReport report) {
            reports.add(report);
        }

        @Override
        public void failed(TableMetadata table, CompactionTask task, Exception cause) {
            failures.add(cause);
        }
    };
    private final MemoryDisk disk = new MemoryDisk(3);
    private final ManualClock clock = TestTable.clock();
    private final List<AutoCloseable> open = new ArrayList<>();

    private CompactionScheduler scheduler(int threads, long bytesPerSecond, Throttle.Pause pause) {
        return scheduler(new CompactionOptions(threads, bytesPerSecond, Duration.ofHours(1)), pause);
    }

    private CompactionScheduler scheduler(CompactionOptions options, Throttle.Pause pause) {
        var scheduler = new CompactionScheduler(options, clock, told, pause);
        open.add(scheduler);
        return scheduler;
    }

    private TestTable table(CompactionScheduler scheduler) throws IOException {
        var table = TestTable.create(disk, clock, 100, scheduler);
        open.add(table);
        return table;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    /// About 40 bytes a row that do not compress.
    private static void fill(TestTable table, int files, int rows) throws IOException {
        for (int file = 0; file < files; file++) {
            for (int row = 0; row < rows; row++) {
                table.insert(row % 97, row, row * 1_000_003 + file, 1_000_003L * row + file);
            }
            table.flush();
        }
    }

    /// Ten seconds of the clock that the pauses advance, from slow to fast, changed while a merge runs.
    @Test
    void writesAtTheRateThatIsSet() throws Exception {
        var scheduler = new AtomicReference<CompactionScheduler>();
        var switched = new AtomicLong(Long.MAX_VALUE);
        var began = new AtomicLong(Long.MAX_VALUE);
        var manual = clock;
        Throttle.Pause pause = nanos -> {
            began.accumulateAndGet(manual.monotonicNanos(), Math::min);
            manual.advance(Duration.ofNanos(nanos));
            if (manual.monotonicNanos() - began.get() >= 10_000_000_000L && switched.get() == Long.MAX_VALUE) {
                switched.set(manual.monotonicNanos());
                scheduler.get().setThroughput(60_000);
            }
        };
        scheduler.set(scheduler(1, 20_000, pause));
        var table = table(scheduler.get());
        fill(table, 3, 26_000);
        scheduler.get().start();
        var all = scheduler.get().compact(TestTable.ID);
        long end = manual.monotonicNanos();
        long bytes = all.getFirst().bytesOut();
        double slow = (switched.get() - began.get()) / 1e9 * 20_000;
        double fast = (end - switched.get()) / 1e9 * 60_000;
        assertThat(slow).isGreaterThan(190_000);
        assertThat(fast).isGreaterThan(100_000);
        assertThat((slow + fast) / bytes).isBetween(0.9, 1.1);
    }

    @Test
    void standsStillWhilePaused() throws Exception {
        var scheduler = new AtomicReference<CompactionScheduler>();
        var waited = new CountDownLatch(1);
        Throttle.Pause pause = nanos -> {
            if (waited.getCount() > 0) {
                scheduler.get().pause(); // in the middle of a merge
                waited.countDown();
            }
            clock.advance(Duration.ofNanos(nanos));
        };
        scheduler.set(scheduler(1, 100_000, pause));
        var table = table(scheduler.get());
        fill(table, 4, 10_000);
        scheduler.get().start();
        assertThat(waited.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(scheduler.get().isPaused()).isTrue();
        assertThat(scheduler.get().running()).hasSize(1);
        assertThat(reports).isEmpty();
        scheduler.get().resume();
        scheduler.get().awaitIdle();
        assertThat(reports).hasSize(1);
        scheduler.get().pause();
        scheduler.get().stop(TestTable.ID);
        fill(table, 4, 10);
        assertThat(reports).hasSize(1);
        scheduler.get().resume();
        scheduler.get().awaitIdle();
        assertThat(reports.size()).isGreaterThan(1);
    }

    /// A merge whose files are gone ends at once, gives its threads and space back, and what came since is merged.
    @Test
    void aTruncationStopsTheMergesOfItsTable() throws Exception {
        var table = new AtomicReference<TestTable>();
        var truncated = new AtomicLong();
        var pauses = new AtomicLong();
        Throttle.Pause pause = nanos -> {
            clock.advance(Duration.ofNanos(nanos));
            pauses.incrementAndGet();
            if (truncated.getAndIncrement() == 0) {
                try {
                    onAnotherThread(() -> {
                        table.get().engine.truncate(TestTable.ID);
                        fill(table.get(), 4, 20);
                    });
                } catch (IOException e) {
                    failures.add(e);
                }
                pauses.set(0);
            }
        };
        var scheduler = scheduler(1, 20_000, pause);
        table.set(table(scheduler));
        fill(table.get(), 4, 10_000);
        scheduler.start();
        scheduler.awaitIdle();
        assertThat(pauses).hasValueLessThan(60); // of four hundred
        assertThat(failures).singleElement().isInstanceOf(CompactionStoppedException.class);
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().rowsMerged()).isEqualTo(Map.of(4, 20L));
        assertThat(scheduler.totals().stopped()).isEqualTo(1);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void onAnotherThread(Work work) throws IOException {
        var failure = new AtomicReference<IOException>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                work.run();
            } catch (IOException e) {
                failure.set(e);
            }
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /// One thread, a long merge: a short one that becomes due goes in between, and both end well.
    @Test
    void aShortUrgentMergeInterruptsALongOne() throws Exception {
        var table = new AtomicReference<TestTable>();
        var once = new AtomicLong();
        Throttle.Pause pause = nanos -> {
            clock.advance(Duration.ofNanos(nanos));
            if (once.getAndIncrement() == 3) {
                try {
                    fill(table.get(), 4, 20);
                } catch (IOException e) {
                    failures.add(e);
                }
            }
        };
        var scheduler = scheduler(1, 100_000, pause);
        table.set(table(scheduler));
        table.get().option("compaction", Map.of("class", "SizeTieredCompactionStrategy", "min_sstable_size", "0"));
        fill(table.get(), 4, 10_000);
        String rows = table.get().rows();
        scheduler.start();
        scheduler.awaitIdle();
        assertThat(failures).isEmpty();
        assertThat(reports).hasSizeGreaterThanOrEqualTo(2);
        assertThat(reports.getFirst().bytesIn()).isLessThan(reports.get(1).bytesIn() / 4);
        assertThat(reports.get(1).startedMicros()).isLessThan(reports.getFirst().startedMicros());
        assertThat(table.get().rows().lines()).hasSameSizeAs(rows.lines().toList());
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("compaction-"))
                .count();
    }

    private static void awaitThreads(long count) {
        for (long end = System.nanoTime() + 30_000_000_000L; threads() != count && System.nanoTime() < end; ) {
            Thread.onSpinWait();
        }
        assertThat(threads()).isEqualTo(count);
    }

    /// More threads at once, also while one stands still in a merge; fewer when they have nothing to do, and the
    /// one
    /// in the merge stays.
    @Test
    void threadsComeAndGo() throws Exception {
        var scheduler = new AtomicReference<CompactionScheduler>();
        var inMerge = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var names = ConcurrentHashMap.<String>newKeySet();
        Throttle.Pause pause = nanos -> {
            names.add(Thread.currentThread().getName());
            inMerge.countDown();
            awaitQuietly(goOn);
            clock.advance(Duration.ofNanos(nanos));
        };
        long others = threads();
        scheduler.set(scheduler(1, 1_000_000, pause));
        assertThat(scheduler.get().concurrentCompactors()).isEqualTo(1);
        var table = table(scheduler.get());
        scheduler.get().start();
        awaitThreads(others + 1);
        fill(table, 4, 2000);
        assertThat(inMerge.await(30, TimeUnit.SECONDS)).isTrue();
        scheduler.get().setConcurrentCompactors(3);
        assertThat(scheduler.get().concurrentCompactors()).isEqualTo(3);
        awaitThreads(others + 3);
        scheduler.get().setConcurrentCompactors(1);
        awaitThreads(others + 1);
        assertThat(scheduler.get().running()).hasSize(1);
        goOn.countDown();
        scheduler.get().awaitIdle();
        assertThat(reports).hasSize(1);
        assertThat(names).containsExactly("compaction-1");
        assertThatThrownBy(() -> scheduler.get().setConcurrentCompactors(0))
                .isInstanceOf(IllegalArgumentException.class);
        fill(table, 4, 20);
        scheduler.get().awaitIdle();
        assertThat(reports).hasSize(2);
        assertThat(failures).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What runs says how far it is, and is stopped by its id or its kind.
    @Test
    void whatRunsIsSeenAndStopped() throws Exception {
        var scheduler = new AtomicReference<CompactionScheduler>();
        var seen = new CopyOnWriteArrayList<RunningCompaction>();
        var stopBy = new AtomicLong();
        Throttle.Pause pause = nanos -> {
            clock.advance(Duration.ofNanos(nanos));
            seen.addAll(scheduler.get().running());
            var last = seen.getLast();
            if (last.ratio() > 0.5 && stopBy.get() == 1) {
                assertThat(scheduler.get().stop(java.util.UUID.randomUUID())).isFalse();
                assertThat(scheduler.get().stop(last.id())).isTrue();
            }
            if (last.ratio() > 0.5 && stopBy.get() == 2) {
                assertThat(scheduler.get().stop(CompactionKind.COMPACTION)).isZero();
                assertThat(scheduler.get().stop(CompactionKind.MAJOR_COMPACTION))
                        .isEqualTo(1);
            }
        };
        scheduler.set(scheduler(1, 100_000, pause));
        var table = table(scheduler.get());
        scheduler.get().setEnabled(TestTable.ID, false);
        fill(table, 4, 10_000);
        assertThat(scheduler.get().pending()).containsEntry(TestTable.ID, 1);
        scheduler.get().start();
        for (int by = 1; by <= 2; by++) {
            stopBy.set(by);
            assertThatThrownBy(() -> scheduler.get().compact(TestTable.ID)).hasMessageContaining("was stopped");
        }
        assertThat(table.sstables()).hasSize(4);
        stopBy.set(0);
        seen.clear();
        var report = scheduler.get().compact(TestTable.ID).getFirst();
        assertThat(seen).allMatch(running -> running.id().equals(report.id()));
        assertThat(seen).allMatch(running -> running.kind() == CompactionKind.MAJOR_COMPACTION);
        assertThat(seen).allMatch(running -> running.table().name().equals("t"));
        assertThat(seen.stream().mapToLong(RunningCompaction::completed).toArray())
                .isSorted();
        assertThat(seen.getLast().ratio()).isBetween(0.95, 1.0);
        assertThat(seen.get(seen.size() / 2).ratio()).isBetween(0.4, 0.6);
        assertThat(report.kind()).isEqualTo(CompactionKind.MAJOR_COMPACTION);
        assertThat(report.duplicatesDropped()).isEqualTo(30_000);
        assertThat((double) report.throughput()).isBetween(90_000.0, 110_000.0);
        assertThat(scheduler.get().pending()).isEmpty();
    }

    @Test
    void aMergeWithoutSpaceIsRefusedAndChangesNothing() throws Exception {
        var options = new CompactionOptions(1, 0, Duration.ofHours(1)).withDiskReserve(Long.MAX_VALUE);
        var scheduler = scheduler(options, nanos -> {});
        var table = table(scheduler);
        fill(table, 4, 100);
        scheduler.start();
        scheduler.awaitIdle();
        assertThat(failures).hasSize(1);
        assertThatThrownBy(() -> scheduler.compact(TestTable.ID))
                .hasMessageStartingWith(
                        "Not enough space for compaction of ks.t, estimated sstables = 1, expected" + " write size = ");
        assertThat(table.sstables()).hasSize(4);
        assertThat(scheduler.running()).isEmpty();
    }

    private static List<SSTable> bySize(TestTable table) {
        return table.sstables().stream()
                .sorted(java.util.Comparator.comparingLong(SSTable::sizeBytes))
                .toList();
    }

    /// A table of three small files and a large one, on a disk where nothing but merges takes space from now on: a
    /// log
    /// that was written to makes files, and lets them go, when its threads find the time.
    private TestTable tableOnAQuietDisk(CompactionScheduler scheduler) throws IOException {
        try (var filled = TestTable.create(disk, clock, 100, StorageListener.NONE)) {
            filled.option("compaction", Map.of("class", "SizeTieredCompactionStrategy", "bucket_high", "100"));
            fill(filled, 3, 1000);
            fill(filled, 1, 5000);
        }
        var table = TestTable.open(disk, clock, scheduler);
        open.add(table);
        // The log of a start prepares one file, and the next one when something was written.
        while (!logFiles().equals(List.of(".log"))) {
            Thread.onSpinWait();
        }
        return table;
    }

    /// How their names end.
    private List<String> logFiles() {
        return disk.files().stream()
                .filter(path -> path.startsWith("commitlog/"))
                .map(path -> path.substring(path.indexOf('.')))
                .toList();
    }

    /// There is space for the small files: they are merged, and the large one waits for better times.
    @Test
    void aMergeWithLittleSpaceTakesFewerFiles() throws Exception {
        var scheduler = scheduler(1, 0, nanos -> {});
        var table = tableOnAQuietDisk(scheduler);
        var before = bySize(table);
        long small = before.stream().limit(3).mapToLong(SSTable::sizeBytes).sum();
        disk.setCapacity(spaceForThree(table));
        scheduler.start();
        scheduler.awaitIdle();
        assertThat(failures).isEmpty();
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().inputs()).hasSize(3);
        assertThat(reports.getFirst().bytesIn()).isEqualTo(small);
        assertThat(table.sstables()).hasSize(2).contains(before.getLast());
        assertThat(scheduler.totals().reduced()).isEqualTo(1);
        assertThat(scheduler.totals().sstablesLeftOut()).isEqualTo(1);
        assertThat(scheduler.totals().contentRead())
                .isEqualTo(before.stream()
                        .limit(3)
                        .mapToLong(file -> file.statistics().contentBytes())
                        .sum());
        // All together is too much, and stays as it is.
        assertThatThrownBy(() -> scheduler.compact(TestTable.ID))
                .hasMessageStartingWith("Not enough space for compaction of ks.t, estimated sstables = 1, expected");
        assertThat(failures).hasSize(1);
        assertThat(table.sstables()).hasSize(2).contains(before.getLast());
        disk.setCapacity(Long.MAX_VALUE);
        assertThat(scheduler.compact(TestTable.ID)).hasSize(1);
        assertThat(table.sstables()).hasSize(1);
    }

    /// What a merge left out for lack of space another takes when there is some; when the first ends that is still
    /// the
    /// other's.
    @Test
    void whatWasLeftOutBelongsToWhoTakesIt() throws Exception {
        var scheduler = new AtomicReference<CompactionScheduler>();
        var table = new AtomicReference<TestTable>();
        var steps = new ConcurrentHashMap<String, Integer>();
        Throttle.Pause pause = nanos -> {
            clock.advance(Duration.ofNanos(nanos));
            int step = steps.size();
            if (steps.putIfAbsent(Thread.currentThread().getName(), step) != null) {
                return;
            }
            try {
                if (step == 0) { // in the merge of three small files
                    disk.setCapacity(Long.MAX_VALUE);
                    fill(table.get(), 1, 5000);
                    await(() -> scheduler.get().running().size() == 2);
                } else { // in that of the large ones
                    await(() -> scheduler.get().running().size() == 1);
                    fill(table.get(), 1, 1000);
                    await(() -> scheduler.get().running().size() == 2 || reports.size() > 1 || !failures.isEmpty());
                }
            } catch (IOException e) {
                failures.add(e);
            }
        };
        scheduler.set(scheduler(2, 100_000, pause));
        table.set(tableOnAQuietDisk(scheduler.get()));
        table.get()
                .option(
                        "compaction",
                        Map.of(
                                "class", "SizeTieredCompactionStrategy",
                                "bucket_high", "100",
                                "min_threshold", "2"));
        var large = bySize(table.get()).getLast();
        disk.setCapacity(spaceForThree(table.get()));
        scheduler.get().start();
        scheduler.get().awaitIdle();
        assertThat(failures).isEmpty();
        assertThat(reports.stream().filter(report -> report.inputs().contains(large.id())))
                .hasSize(1);
        var inputs = reports.stream().flatMap(report -> report.inputs().stream());
        assertThat(inputs.toList()).doesNotHaveDuplicates();
    }

    private static void await(BooleanSupplier condition) {
        for (long end = System.nanoTime() + 30_000_000_000L; !condition.getAsBoolean() && System.nanoTime() < end; ) {
            Thread.onSpinWait();
        }
    }

    /// A capacity that lets the three smallest files of four be merged.
    private long spaceForThree(TestTable table) {
        long small =
                bySize(table).stream().limit(3).mapToLong(SSTable::sizeBytes).sum();
        return Long.MAX_VALUE - disk.freeSpace() + CompactionOptions.DEFAULTS.diskReserveBytes() + small + 1000;
    }

    /// Of several merges that make up an order none begins when one of them has no space.
    @Test
    void anOrderWithoutSpaceChangesNothing() throws Exception {
        var scheduler = scheduler(1, 0, nanos -> {});
        var table = tableOnAQuietDisk(scheduler);
        scheduler.setEnabled(TestTable.ID, false);
        var before = bySize(table);
        scheduler.start();
        long small = before.getFirst().sizeBytes();
        disk.setCapacity(Long.MAX_VALUE - disk.freeSpace() + CompactionOptions.DEFAULTS.diskReserveBytes() + 2 * small);
        assertThatThrownBy(() -> scheduler.compact(TestTable.ID, new CompactionOrder.GarbageCollect(false)))
                .hasMessageStartingWith("Not enough space for compaction of ks.t");
        assertThat(bySize(table)).isEqualTo(before);
        assertThat(reports).isEmpty();
        assertThat(scheduler.totals().failed()).isEqualTo(1);
        var named = List.of(before.getFirst().id());
        assertThat(scheduler.compact(TestTable.ID, new CompactionOrder.Files(named)))
                .hasSize(1);
    }

    /// Learned flush sizes, windows and round robins survive a restart, and go with the table.
    @Test
    void strategiesGoOnWhereTheyWere() throws Exception {
        var kept = new ConcurrentHashMap<TableId, byte[]>();
        var memory = new StrategyMemory() {
            @Override
            public Optional<byte[]> load(TableId table) {
                return Optional.ofNullable(kept.get(table));
            }

            @Override
            public void save(TableId table, byte[] state) {
                kept.put(table, state);
            }

            @Override
            public void forget(TableId table) {
                kept.remove(table);
            }
        };
        var scheduler = scheduler(1, 0, nanos -> {});
        var table = table(scheduler);
        table.option("compaction", Map.of("class", "UnifiedCompactionStrategy"));
        scheduler.start(memory);
        fill(table, 4, 100);
        scheduler.awaitIdle();
        assertThat(reports).hasSize(1);
        var state = UnifiedState.decode(new CompactionStrategy.State(kept.get(TestTable.ID)));
        assertThat(state.flushBytes()).isPositive();
        table.engine.alterSchema(List.of(new org.helenus.schema.SchemaChange.DropTable(TestTable.ID)));
        assertThat(kept).isEmpty();
        assertThat(scheduler.tables()).isEmpty();
        assertThat(scheduler.totals().completed()).isEqualTo(1);
        assertThat(scheduler.totals().flushes()).isEqualTo(4);
    }

    @Test
    void givesWayToClientsUnlessTheDebtGrows() {
        assertThat(AdaptiveRate.of(1000, 0, 0)).isEqualTo(1000);
        assertThat(AdaptiveRate.of(1000, 0.5, 0)).isEqualTo(500);
        assertThat(AdaptiveRate.of(1000, 1, 0)).isEqualTo(100);
        assertThat(AdaptiveRate.of(1000, 1, 0.5)).isEqualTo(550);
        assertThat(AdaptiveRate.of(1000, 1, 1)).isEqualTo(1000);
        assertThat(AdaptiveRate.of(0, 0, 0)).isZero();
        assertThat(AdaptiveRate.of(0, 0.5, 0)).isEqualTo(256L << 20);
    }
}
