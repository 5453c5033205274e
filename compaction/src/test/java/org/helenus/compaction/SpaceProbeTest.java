package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.helenus.storage.ManualClock;
import org.helenus.storage.StorageListener;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;

/// What the samples say is what a merge of everything would save.
final class SpaceProbeTest {
    private final ManualClock clock = TestTable.clock();
    private long timestamp = 1000;

    private double probe(TestTable table) throws IOException {
        return SpaceProbe.amplification(table.store(), clock.wallSeconds(), 7).orElseThrow();
    }

    private static long content(TestTable table) {
        return table.sstables().stream()
                .mapToLong(file -> file.statistics().contentBytes())
                .sum();
    }

    private double saved(TestTable table) throws IOException {
        long before = content(table);
        clock.advance(Duration.ofSeconds(2)); // gc grace is one
        var all = table.sstables().stream().map(file -> file.id()).toList();
        var task = new CompactionTask(all, 0, CompactionTask.UNLIMITED, CompactionTask.Reason.MAJOR);
        new Compactor(clock, new Throttle(clock, nanos -> {}, 0)).run(table.store(), task, () -> false);
        return (double) before / content(table);
    }

    @Test
    void overwritesDeletionsAndExpiredRowsAreMeasured() throws Exception {
        String given = System.getProperty("seed", "");
        long seed = given == null || given.isBlank() ? System.nanoTime() : Long.parseLong(given.strip());
        System.out.println("SpaceProbeTest: -Dseed=" + seed);
        var random = new SplittableRandom(seed);
        try (var table = TestTable.create(new MemoryDisk(1), clock, 1, StorageListener.NONE)) {
            assertThat(SpaceProbe.amplification(table.store(), clock.wallSeconds(), 7))
                    .isEmpty();
            for (int file = 0; file < 6; file++) {
                for (int i = 0; i < 2000; i++) {
                    int k = random.nextInt(3000);
                    int kind = random.nextInt(10);
                    if (kind == 0) {
                        table.deletePartition(k, ++timestamp);
                    } else if (kind < 3) {
                        table.insert(k, random.nextInt(2), i, ++timestamp, 1);
                    } else {
                        table.insert(k, random.nextInt(2), i, ++timestamp);
                    }
                }
                table.flush();
            }
            clock.advance(Duration.ofSeconds(2)); // what expires has expired
            double probed = probe(table);
            assertThat(probed).isGreaterThan(1.5);
            assertThat(probed).isCloseTo(saved(table), Percentage.withPercentage(15));
            assertThat(probe(table)).isEqualTo(1);
        }
    }

    /// What nobody can see any more has no amplification.
    @Test
    void nothingLeftIsNothingMeasured() throws Exception {
        try (var table = TestTable.create(new MemoryDisk(1), clock, 1, StorageListener.NONE)) {
            table.insert(1, 1, 1, 100);
            table.flush();
            table.deletePartition(1, 200);
            table.flush();
            assertThat(SpaceProbe.amplification(table.store(), clock.wallSeconds(), 7))
                    .isEmpty();
        }
    }
}
