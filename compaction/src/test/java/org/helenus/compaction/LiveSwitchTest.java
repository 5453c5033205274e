package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.ManualClock;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;

/// A table under a mixed load whose strategy changes all the time, from each of the five to each other, while merges
/// run, and with the power lost in between: after each change it has the rows of a naive model.
final class LiveSwitchTest {
    static final List<Map<String, String>> STRATEGIES = List.of(
            Map.of("class", "SizeTieredCompactionStrategy", "min_threshold", "2"),
            Map.of("class", "SizeTieredCompactionStrategy", "provide_overlapping_tombstones", "CELL"),
            Map.of("class", "LeveledCompactionStrategy", "sstable_size_in_mb", "1"),
            Map.of("class", "LeveledCompactionStrategy", "sstable_size_in_mb", "1", "single_sstable_uplevel", "true"),
            Map.of("class", "TimeWindowCompactionStrategy", "compaction_window_unit", "MINUTES"),
            Map.of(
                    "class", "UnifiedCompactionStrategy",
                    "min_sstable_size", "0B",
                    "base_shard_count", "3",
                    "scaling_parameters", "T2,L3"),
            Map.of(
                    "class", "UnifiedCompactionStrategy",
                    "min_sstable_size", "0B",
                    "overlap_inclusion_method", "NONE",
                    "scaling_parameters", "N"),
            Map.of("class", "FIFOCompactionStrategy", "max_table_size", "1GiB"));

    private final List<Exception> failures = new CopyOnWriteArrayList<>();
    private final List<CompactionReport> reports = new CopyOnWriteArrayList<>();
    private final CompactionListener told = new CompactionListener() {
        @Override
        public void completed(CompactionReport report) {
            reports.add(report);
        }

        @Override
        public void failed(TableMetadata table, CompactionTask task, Exception cause) {
            if (!(cause instanceof CompactionStoppedException)) {
                failures.add(cause);
            }
        }
    };

    private static long seed() {
        String given = System.getProperty("seed", "");
        long seed = given == null || given.isBlank() ? System.nanoTime() : Long.parseLong(given.strip());
        System.out.println("LiveSwitchTest: -Dseed=" + seed);
        return seed;
    }

    private CompactionScheduler scheduler(ManualClock clock) {
        var options = new CompactionOptions(2, 0, Duration.ofHours(1));
        var scheduler = new CompactionScheduler(options, clock, told, nanos -> {});
        return scheduler;
    }

    @Test
    void contentsStayThroughEveryChange() throws Exception {
        long seed = seed();
        for (int round = 0; round < 3; round++) {
            run(seed + round);
        }
        assertThat(failures).isEmpty();
        var reasons = reports.stream().map(CompactionReport::reason).distinct().toList();
        assertThat(reports).hasSizeGreaterThan(60);
        assertThat(reasons).contains(CompactionTask.Reason.COMPACTION);
    }

    @Nightly
    @Test
    void contentsStayThroughManyChanges() throws Exception {
        long seed = seed();
        for (int round = 0; round < 100; round++) {
            run(seed + round);
        }
        assertThat(failures).isEmpty();
    }

    private void run(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        var disk = new MemoryDisk(seed);
        var clock = TestTable.clock();
        var scheduler = scheduler(clock);
        var table = TestTable.create(disk, clock, 3, scheduler);
        scheduler.start();
        var model = new CompactionModelTest.Model();
        long time = 1000;
        try {
            for (int step = 0; step < 60; step++) {
                table.option("compaction", STRATEGIES.get(random.nextInt(STRATEGIES.size())));
                int flushes = random.nextInt(1, 5);
                for (int flush = 0; flush < flushes; flush++) {
                    for (int i = 0; i < 5; i++) {
                        CompactionModelTest.apply(random, List.of(table), model, ++time);
                    }
                    table.flush();
                    clock.advance(Duration.ofSeconds(random.nextInt(5)));
                }
                switch (random.nextInt(6)) {
                    case 0 -> order(random, scheduler);
                    case 1 -> scheduler.review();
                    case 2 -> scheduler.awaitIdle();
                    default -> {} // merges go on beside what comes next
                }
                assertThat(table.rows()).as("step %s", step).isEqualTo(model.rows(clock.wallSeconds(), table::prefix));
                if (random.nextInt(8) == 0) {
                    table.awaitDurable();
                    var left = disk.crash(random.nextLong());
                    scheduler.close();
                    table.close();
                    disk = left;
                    scheduler = scheduler(clock);
                    table = TestTable.open(disk, clock, scheduler);
                    assertThat(table.rows())
                            .as("after the crash at step %s", step)
                            .isEqualTo(model.rows(clock.wallSeconds(), table::prefix));
                    scheduler.start();
                }
            }
            scheduler.awaitIdle();
            scheduler.compact(TestTable.ID);
            assertThat(table.rows()).isEqualTo(model.rows(clock.wallSeconds(), table::prefix));
        } finally {
            scheduler.close();
            table.close();
        }
    }

    private static void order(SplittableRandom random, CompactionScheduler scheduler) throws IOException {
        var orders = new ArrayList<CompactionOrder>(List.of(
                new CompactionOrder.Major(true),
                new CompactionOrder.GarbageCollect(random.nextBoolean()),
                new CompactionOrder.Tokens(Long.MIN_VALUE, random.nextLong())));
        scheduler.compact(TestTable.ID, orders.get(random.nextInt(orders.size())));
    }
}
