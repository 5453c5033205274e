package org.helenus.storage.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.ReadMode;
import org.helenus.storage.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Nodes fill and split under readers who do not wait: a row that was in stays found, whatever comes beside it.
final class MemtableGrowthTest {
    private static final KeyCodec CODEC = KeyCodec.of(MemtableTest.TABLE);
    private static final int ROWS = 30_000;

    /// Keys in random order; narrow partitions, or rows of one wide one that begin alike.
    private record Keys(int[] order, boolean wide) {
        static Keys random(RandomGenerator random, boolean wide) {
            int[] order = new int[ROWS];
            Arrays.setAll(order, i -> i);
            for (int i = ROWS - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int moved = order[i];
                order[i] = order[other];
                order[other] = moved;
            }
            return new Keys(order, wide);
        }

        byte[] partition(int index) {
            return MemtableTest.integer(wide ? 1 : order[index]);
        }

        List<byte[]> clustering(int index) {
            return List.of(MemtableTest.integer(wide ? order[index] / 500 : 1), MemtableTest.integer(order[index]));
        }

        byte[] rowKey(int index) {
            return CODEC.rowKey(CODEC.partitionPrefix(partition(index)), clustering(index));
        }
    }

    private static final class Filled {
        final Memtable memtable = new Memtable(1);
        volatile int count;
    }

    private static Long write(Filled filled, Keys keys) {
        var writer = new MutationWriter();
        for (int i = 0; i < ROWS; i++) {
            writer.reset();
            writer.partition(MemtableTest.TABLE, keys.partition(i), 0, 4);
            writer.row(keys.clustering(i));
            writer.marker(1, 0, 0);
            MemtableTest.apply(filled.memtable, writer.finish(), i);
            filled.count = i + 1;
        }
        return 0L;
    }

    private static Long read(Filled filled, Keys keys, RandomGenerator random, String seed) {
        long reads = 0;
        while (filled.count < ROWS) {
            int there = filled.count;
            try (var snapshot = filled.memtable.snapshot()) {
                for (int i = 0; i < 50 && there > 0; i++) {
                    // half of them among the newest, where the writer is
                    int index = i % 2 == 0 ? random.nextInt(there) : there - 1 - random.nextInt(Math.min(there, 64));
                    byte[] key = keys.rowKey(index);
                    assertThat(snapshot.get(key, key.length, ReadMode.MEMORY_ONLY, (segment, offset, length) -> {}))
                            .as("%s row %d of %d", seed, index, there)
                            .isTrue();
                    reads++;
                }
                if (random.nextInt(20) == 0) {
                    assertThat(scan(snapshot, random.nextBoolean(), seed))
                            .as(seed)
                            .isGreaterThanOrEqualTo(there);
                }
            }
        }
        return reads;
    }

    /// Counts the rows; each is behind the one before.
    private static int scan(MemtableSnapshot snapshot, boolean reversed, String seed) {
        int rows = 0;
        try (var cursor = (MemtableCursor) snapshot.scan(KeyRange.ALL, reversed, ReadMode.MEMORY_ONLY)) {
            byte[] last = {};
            while (cursor.next()) {
                int order = Arrays.compareUnsigned(last, 0, last.length, cursor.key(), 0, cursor.keyLength());
                assertThat(rows == 0 || (reversed ? order > 0 : order < 0))
                        .as("%s row %d", seed, rows)
                        .isTrue();
                last = Arrays.copyOf(cursor.key(), cursor.keyLength());
                rows++;
            }
        }
        return rows;
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsInIsFoundWhileMoreComes() throws Exception {
        Seed seed = Seed.next();
        for (int round = 0; round < 8; round++) {
            Keys keys = Keys.random(seed.random(), round % 2 == 1);
            var filled = new Filled();
            String name = seed + " round " + round;
            try (var threads = Executors.newFixedThreadPool(3)) {
                var tasks = new ArrayList<Callable<Long>>();
                tasks.add(() -> write(filled, keys));
                for (int r = 1; r <= 2; r++) {
                    var random = new Seed(seed.value() + r).random();
                    tasks.add(() -> read(filled, keys, random, name));
                }
                for (var result : threads.invokeAll(tasks)) {
                    assertThat(result.get()).isNotNegative();
                }
            }
            try (var snapshot = filled.memtable.snapshot()) {
                assertThat(scan(snapshot, false, name)).isEqualTo(ROWS);
            }
            filled.memtable.close();
        }
    }
}
