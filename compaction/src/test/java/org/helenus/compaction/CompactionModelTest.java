package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.helenus.compaction.CompactionTask.Reason;
import org.helenus.storage.StorageListener;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.sstable.SSTable;
import org.junit.jupiter.api.Test;

/// The same operations on a table that is compacted, on one that never is, and on a naive model, have the same rows:
/// whatever is merged with whatever, in whatever order, with restarts and losses of power.
final class CompactionModelTest {
    private static long seed() {
        String given = System.getProperty("seed", "");
        long seed = given == null || given.isBlank() ? System.nanoTime() : Long.parseLong(given.strip());
        System.out.println("CompactionModelTest: -Dseed=" + seed);
        return seed;
    }

    /// The history of each cell, asked from scratch each time: what a row is after all that was done to it.
    static final class Model {
        private record Write(int k, int c, String column, int value, long timestamp, long expiry) {}

        private record Deletion(int k, int from, int to, String column, long timestamp) {}

        private final List<Write> writes = new ArrayList<>();
        private final List<Deletion> deletions = new ArrayList<>();

        String rows(long nowSeconds, java.util.function.IntFunction<byte[]> prefix) {
            var cells = new TreeMap<String, Write>();
            for (Write write : writes) {
                // the marker is a column that sorts before all
                String place = "%s %06d %s"
                        .formatted(
                                java.util.HexFormat.of().formatHex(prefix.apply(write.k)),
                                write.column.equals("s") ? -1 : write.c,
                                write.column);
                cells.merge(place, write, (a, b) -> b.timestamp > a.timestamp ? b : a);
            }
            var text = new StringBuilder();
            String row = "";
            for (Write write : cells.values()) {
                boolean isDeleted = deletions.stream()
                        .anyMatch(deletion -> deletion.k == write.k
                                && deletion.timestamp >= write.timestamp
                                && (deletion.column.isEmpty() || deletion.column.equals(write.column))
                                && (write.column.equals("s")
                                        ? deletion.from == Integer.MIN_VALUE
                                        : deletion.from <= write.c && write.c < deletion.to));
                if (isDeleted || write.expiry <= nowSeconds) {
                    continue;
                }
                String here = write.k + "/" + (write.column.equals("s") ? "static" : write.c);
                if (!here.equals(row)) {
                    text.append(text.isEmpty() ? "" : "\n").append(here);
                    row = here;
                }
                text.append(
                        write.column.equals("+")
                                ? " +" + write.timestamp
                                : " " + write.column + "=" + write.value + "@" + write.timestamp);
            }
            return text.isEmpty() ? "" : text.append('\n').toString();
        }
    }

    /// @param gcGrace when short, timestamps grow, as a write older than a purged deletion may rightly be seen
    private static void run(long seed, int gcGrace, boolean growing) throws IOException {
        var random = new SplittableRandom(seed);
        var disk = new MemoryDisk(seed);
        var plain = TestTable.create(new MemoryDisk(seed), gcGrace, StorageListener.NONE);
        var compacted = TestTable.create(disk, gcGrace, StorageListener.NONE);
        var model = new Model();
        try {
            var both = List.of(plain, compacted);
            long time = 1000;
            for (int step = 0; step < 250; step++) {
                // no two alike: see the ties' own test
                time = growing ? time + 1 : random.nextLong(1, 100_000) * 1000 + step;
                apply(random, both, model, time);
                if (random.nextInt(8) == 0) {
                    compacted.flush();
                }
                if (random.nextInt(20) == 0) {
                    plain.flush();
                }
                if (random.nextInt(6) == 0) {
                    mergeSome(random, compacted);
                }
                if (random.nextInt(4) == 0) {
                    var pause = Duration.ofSeconds(random.nextInt(10));
                    both.forEach(table -> table.clock.advance(pause));
                }
                if (random.nextInt(10) == 0) {
                    String rows = compacted.rows();
                    assertThat(rows).as("step %s", step).isEqualTo(plain.rows());
                    assertThat(rows)
                            .as("step %s", step)
                            .isEqualTo(model.rows(plain.clock.wallSeconds(), plain::prefix));
                    assertThat(compacted.rows(true).lines().toList())
                            .isEqualTo(rows.lines().toList().reversed());
                }
                if (random.nextInt(50) == 0) {
                    if (random.nextBoolean()) {
                        compacted.awaitDurable();
                        var left = disk.crash(random.nextLong());
                        compacted.close();
                        disk = left;
                    } else {
                        compacted.close();
                    }
                    compacted = TestTable.open(disk, compacted.clock, StorageListener.NONE);
                    both = List.of(plain, compacted);
                }
            }
            compacted.flush();
            mergeAll(compacted);
            assertThat(compacted.sstables().size()).isLessThanOrEqualTo(1);
            assertThat(compacted.rows()).isEqualTo(plain.rows());
        } finally {
            plain.close();
            compacted.close();
        }
    }

    static void apply(SplittableRandom random, List<TestTable> tables, Model model, long time) throws IOException {
        int k = random.nextInt(6);
        int c = random.nextInt(12);
        int value = random.nextInt(1000);
        int kind = random.nextInt(20);
        int to = c + random.nextInt(1, 8);
        long expiry = tables.getFirst().clock.wallSeconds() + value;
        for (TestTable table : tables) {
            if (kind < 8) {
                table.insert(k, c, value, time);
            } else if (kind < 11) {
                table.update(k, c, "w", value, time);
            } else if (kind < 12) {
                table.update(k, c, "s", value, time);
            } else if (kind < 14) {
                table.insert(k, c, value, time, value + 1);
            } else if (kind < 16) {
                table.deleteRow(k, c, time);
            } else if (kind < 17) {
                table.deleteCell(k, c, "v", time);
            } else if (kind < 19) {
                table.deleteRange(k, c, to, time);
            } else {
                table.deletePartition(k, time);
            }
        }
        if (kind < 8 || kind >= 12 && kind < 14) {
            long end = kind < 8 ? Long.MAX_VALUE : expiry + 1;
            model.writes.add(new Model.Write(k, c, "+", 0, time, end));
            model.writes.add(new Model.Write(k, c, "v", value, time, end));
        } else if (kind < 12) {
            model.writes.add(new Model.Write(k, c, kind < 11 ? "w" : "s", value, time, Long.MAX_VALUE));
        } else if (kind < 16) {
            model.deletions.add(new Model.Deletion(k, c, c + 1, "", time));
        } else if (kind < 17) {
            model.deletions.add(new Model.Deletion(k, c, c + 1, "v", time));
        } else if (kind < 19) {
            model.deletions.add(new Model.Deletion(k, c, to, "", time));
        } else {
            model.deletions.add(new Model.Deletion(k, Integer.MIN_VALUE, Integer.MAX_VALUE, "", time));
        }
    }

    private static void mergeSome(SplittableRandom random, TestTable table) throws IOException {
        var files = new ArrayList<>(table.sstables());
        Collections.shuffle(files, new java.util.Random(random.nextLong()));
        if (!files.isEmpty()) {
            merge(
                    table,
                    files.subList(0, random.nextInt(1, files.size() + 1)),
                    random.nextInt(3) == 0 ? 300 : CompactionTask.UNLIMITED,
                    List.of(Reason.COMPACTION, Reason.GARBAGE, Reason.CELL_GARBAGE)
                            .get(random.nextInt(3)));
        }
    }

    private static void mergeAll(TestTable table) throws IOException {
        if (!table.sstables().isEmpty()) {
            merge(table, table.sstables(), CompactionTask.UNLIMITED);
        }
    }

    private static void merge(TestTable table, List<SSTable> files, long maxBytes) throws IOException {
        merge(table, files, maxBytes, Reason.COMPACTION);
    }

    private static void merge(TestTable table, List<SSTable> files, long maxBytes, Reason reason) throws IOException {
        var task = new CompactionTask(files.stream().map(SSTable::id).toList(), 0, maxBytes, reason);
        new Compactor(table.clock, new Throttle(table.clock, nanos -> {}, 0)).run(table.store(), task, () -> false);
    }

    @Test
    void timestampsInAnyOrderWithinGcGrace() throws Exception {
        long seed = seed();
        for (int round = 0; round < 5; round++) {
            run(seed + round, 1_000_000, false);
        }
    }

    @Nightly
    @Test
    void manyRounds() throws Exception {
        long seed = seed();
        for (int round = 0; round < 100; round++) {
            run(seed + round, 1_000_000, false);
            run(seed + round, 3, true);
        }
    }

    @Test
    void growingTimestampsAndPurgesAllTheTime() throws Exception {
        long seed = seed();
        for (int round = 0; round < 5; round++) {
            run(seed + round, 3, true);
        }
    }
}
