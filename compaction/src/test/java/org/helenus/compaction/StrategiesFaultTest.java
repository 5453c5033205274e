package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.ManualClock;
import org.helenus.storage.disk.DiskOperation;
import org.helenus.storage.disk.Fault;
import org.helenus.storage.disk.Fault.Verdict;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.Test;

/// Each strategy under a mixed load, purging all the time, on a disk whose calls for SSTables fail at random, and that
/// loses power now and then: the table has the rows of a naive model whenever the disk works, merges go on when it
/// does, and no file stays behind.
final class StrategiesFaultTest {
    private static final int GC_GRACE = 3;

    private final AtomicInteger merged = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final CompactionListener told = new CompactionListener() {
        @Override
        public void completed(CompactionReport report) {
            merged.incrementAndGet();
        }

        @Override
        public void failed(TableMetadata table, CompactionTask task, Exception cause) {
            failed.addAndGet(cause instanceof CompactionStoppedException ? 0 : 1);
        }
    };

    private static long seed() {
        String given = System.getProperty("seed", "");
        long seed = given == null || given.isBlank() ? System.nanoTime() : Long.parseLong(given.strip());
        System.out.println("StrategiesFaultTest: -Dseed=" + seed);
        return seed;
    }

    @Test
    void faultsHurtNoStrategy() throws Exception {
        long seed = seed();
        for (var strategy : LiveSwitchTest.STRATEGIES) {
            run(strategy, seed, 30);
        }
        assertThat(merged).hasValueGreaterThan(30);
        assertThat(failed).hasValueGreaterThan(5);
    }

    @Nightly
    @Test
    void faultsHurtNoStrategyForLong() throws Exception {
        long seed = seed();
        for (int round = 0; round < 40; round++) {
            for (var strategy : LiveSwitchTest.STRATEGIES) {
                run(strategy, seed + round, 120);
            }
        }
    }

    /// One call in so many that concern SSTables.
    private static Fault faults(SplittableRandom random, int oneIn) {
        return new Fault() {
            @Override
            public synchronized Verdict judge(DiskOperation operation) {
                boolean concerned = operation.path().startsWith("data/")
                        && switch (operation.kind()) {
                            case OPEN, CREATE, READ, WRITE, SYNC, SYNC_DIRECTORY -> true;
                            default -> false;
                        };
                return concerned && random.nextInt(oneIn) == 0
                        ? List.of(Verdict.FAIL, Verdict.FAIL_HALFWAY, Verdict.FULL)
                                .get(random.nextInt(3))
                        : Verdict.WORK;
            }
        };
    }

    private CompactionScheduler scheduler(ManualClock clock) {
        return new CompactionScheduler(new CompactionOptions(2, 0, Duration.ofHours(1)), clock, told, nanos -> {});
    }

    private void run(Map<String, String> strategy, long seed, int steps) throws Exception {
        var random = new SplittableRandom(seed);
        var disk = new MemoryDisk(seed);
        var clock = TestTable.clock();
        var scheduler = scheduler(clock);
        var table = TestTable.create(disk, clock, GC_GRACE, scheduler);
        table.option("compaction", strategy);
        scheduler.start();
        var model = new CompactionModelTest.Model();
        long time = 1000;
        try {
            for (int step = 0; step < steps; step++) {
                disk.setFault(faults(random.split(), random.nextInt(5, 60)));
                for (int flush = random.nextInt(1, 4); flush > 0; flush--) {
                    for (int i = 0; i < 6; i++) {
                        CompactionModelTest.apply(random, List.of(table), model, ++time);
                    }
                    tryFlush(table);
                    clock.advance(Duration.ofSeconds(random.nextInt(4)));
                }
                if (random.nextInt(4) == 0) {
                    tryOrder(scheduler, random.nextInt(3));
                }
                scheduler.awaitIdle();
                disk.setFault(Fault.NONE);
                assertThat(table.rows())
                        .as("%s, step %s", strategy, step)
                        .isEqualTo(model.rows(clock.wallSeconds(), table::prefix));
                scheduler.review();
                if (random.nextInt(8) == 0) {
                    table.awaitDurable();
                    var left = disk.crash(random.nextLong());
                    scheduler.close();
                    table.close();
                    disk = left;
                    scheduler = scheduler(clock);
                    table = TestTable.open(disk, clock, scheduler);
                    scheduler.start();
                }
            }
            table.flush();
            scheduler.compact(TestTable.ID);
            scheduler.awaitIdle();
            assertThat(table.rows())
                    .as("%s, at the end", strategy)
                    .isEqualTo(model.rows(clock.wallSeconds(), table::prefix));
            assertThat(disk.files().stream().filter(path -> path.startsWith("data/")))
                    .as("%s", strategy)
                    .containsExactlyInAnyOrderElementsOf(
                            table.sstables().stream().map(SSTable::path).toList());
        } finally {
            disk.setFault(Fault.NONE);
            scheduler.close();
            table.close();
        }
    }

    /// It may fail; the rows stay in memory then.
    private static void tryFlush(TestTable table) {
        try {
            table.flush();
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("orrupt");
        }
    }

    private static void tryOrder(CompactionScheduler scheduler, int which) {
        try {
            scheduler.compact(
                    TestTable.ID,
                    switch (which) {
                        case 0 -> new CompactionOrder.Major(false);
                        case 1 -> new CompactionOrder.GarbageCollect(true);
                        default -> new CompactionOrder.Tokens(Long.MIN_VALUE, 0);
                    });
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("orrupt");
        }
    }
}
