package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.helenus.compaction.CompactionTask.Reason;
import org.helenus.storage.StorageListener;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.encoding.RowSplit;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.Test;

/// Rows that lie in many entries, merged with whatever and purged, hold what the same rows hold that lie in one entry
/// each and are never merged.
final class LargeRowsTest {
    private static final RowSplit NEVER = new RowSplit(1 << 24, 1 << 24);

    /// Some bugs show in one run of dozens: a search for them asks for more.
    private static final int RUNS = Integer.getInteger("runs", 60);

    private static long seed() {
        String given = System.getProperty("seed", "");
        long seed = given == null || given.isBlank() ? System.nanoTime() : Long.parseLong(given.strip());
        System.out.println("LargeRowsTest: -Dseed=" + seed);
        return seed;
    }

    @Test
    void arePurgedAsSmallOnesAre() throws IOException {
        long seed = seed();
        for (long each = seed; each < seed + RUNS; each++) {
            var run = new Run(each, each % 2 == 0 ? 20 : 0);
            try {
                run.run();
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("-Dseed=" + each + ": " + e.getMessage(), e);
            } finally {
                run.close();
            }
        }
    }

    private static final class Run {
        private final SplittableRandom random;
        private final RowSplit split;
        private MemoryDisk disk;
        private TestTable cut;
        private final TestTable whole;

        Run(long seed, int gcGrace) throws IOException {
            random = new SplittableRandom(seed);
            split = new RowSplit(random.nextInt(300), 1 + random.nextInt(120));
            disk = new MemoryDisk(seed);
            cut = TestTable.create(TestTable.open(disk, TestTable.clock(), StorageListener.NONE, split), gcGrace);
            var other = TestTable.open(new MemoryDisk(seed), TestTable.clock(), StorageListener.NONE, NEVER);
            whole = TestTable.create(other, gcGrace);
            cut.addMap();
            whole.addMap();
        }

        void close() throws IOException {
            cut.close();
            whole.close();
        }

        void run() throws IOException {
            // timestamps grow, as a write older than a purged deletion may rightly be seen
            for (int time = 1; time <= 200; time++) {
                write(time);
                if (random.nextInt(8) == 0) {
                    cut.flush();
                }
                if (random.nextInt(8) == 0) {
                    merge(random.nextInt(1, 5));
                }
                if (random.nextInt(5) == 0) {
                    var pause = Duration.ofSeconds(random.nextInt(12));
                    cut.clock.advance(pause);
                    whole.clock.advance(pause);
                }
                if (random.nextInt(40) == 0) {
                    restart();
                }
                if (random.nextInt(10) == 0) {
                    check();
                }
            }
            cut.flush();
            check();
            merge(Integer.MAX_VALUE);
            check();
            for (SSTable file : cut.sstables()) {
                assertThat(file.verify()).isEqualTo(file.statistics().rows());
            }
            var later = Duration.ofSeconds(10_000);
            cut.clock.advance(later);
            whole.clock.advance(later);
            merge(Integer.MAX_VALUE);
            check();
            assertThat(cut.sstables().stream()
                            .mapToLong(file -> file.statistics().tombstones())
                            .sum())
                    .isZero();
        }

        private void check() throws IOException {
            String rows = whole.rows();
            assertThat(cut.rows()).isEqualTo(rows);
            assertThat(cut.rows(true).lines().toList())
                    .isEqualTo(rows.lines().toList().reversed());
        }

        private void write(int time) throws IOException {
            int k = random.nextInt(2);
            int c = random.nextInt(3);
            int kind = random.nextInt(30);
            int value = random.nextInt(1000);
            int ttl = random.nextInt(4) == 0 ? 1 + random.nextInt(30) : 0;
            var elements = new TreeMap<String, Integer>();
            for (int i = random.nextInt(1, 25); i > 0; i--) {
                elements.put(
                        "x".repeat(random.nextInt(12)) + random.nextInt(6),
                        random.nextInt(5) == 0 ? -1 : random.nextInt(1000));
            }
            for (TestTable table : List.of(cut, whole)) {
                switch (kind) {
                    case 0 -> table.deleteMap(k, c, time);
                    case 1 -> table.deleteRow(k, c, time);
                    case 2 -> table.deleteRange(k, c, c + 2, time);
                    case 3 -> table.deletePartition(k, time);
                    case 4, 5 -> table.insert(k, c, value, time, ttl);
                    case 6 -> table.deleteCell(k, c, "v", time);
                    default -> table.elements(k, c, elements, time, ttl);
                }
            }
        }

        private void restart() throws IOException {
            var clock = cut.clock;
            cut.awaitDurable();
            if (random.nextBoolean()) {
                var left = disk.crash(random.nextLong());
                cut.close();
                disk = left;
            } else {
                cut.close();
            }
            cut = TestTable.open(disk, clock, StorageListener.NONE, split);
        }

        private void merge(int most) throws IOException {
            var files = new ArrayList<>(cut.sstables());
            if (files.isEmpty()) {
                return;
            }
            Collections.shuffle(files, new Random(random.nextLong()));
            var reason = List.of(Reason.COMPACTION, Reason.GARBAGE, Reason.CELL_GARBAGE)
                    .get(most == Integer.MAX_VALUE ? 0 : random.nextInt(3));
            var inputs = files.subList(0, Math.min(files.size(), most)).stream()
                    .map(SSTable::id)
                    .toList();
            long bytes = most < Integer.MAX_VALUE && random.nextInt(3) == 0 ? 300 : CompactionTask.UNLIMITED;
            new Compactor(cut.clock, new Throttle(cut.clock, nanos -> {}, 0))
                    .run(cut.store(), new CompactionTask(inputs, 0, bytes, reason), () -> false);
        }
    }
}
