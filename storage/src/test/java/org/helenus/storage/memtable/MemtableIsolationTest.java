package org.helenus.storage.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.ReadMode;
import org.helenus.storage.RowCursor;
import org.helenus.storage.RowView;
import org.helenus.storage.Seed;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.EntrySource;
import org.helenus.storage.merge.FileSources;
import org.helenus.storage.merge.MergedReads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Writers set all rows of a partition to one number at a time, and add rows; readers must never see two numbers in a
/// partition, nor fewer rows than they saw before.
final class MemtableIsolationTest {
    private static final KeyCodec CODEC = KeyCodec.of(MemtableTest.TABLE);
    private static final int PARTITIONS = 6;
    private static final int ROUNDS = 600;
    private static final ColumnSet ALL = ColumnSet.all(MemtableTest.TABLE);

    private static void write(Memtable memtable, MutationWriter writer, int partition, int number, int rows) {
        writer.reset();
        byte[] key = MemtableTest.integer(partition);
        writer.partition(MemtableTest.TABLE, key, 0, 4);
        if (number % 7 == 0) {
            writer.deletePartition(number - 1, 1);
        }
        for (int row = 0; row < rows; row++) {
            writer.row(List.of(MemtableTest.integer(row * 7919 % 1000), MemtableTest.integer(row)));
            writer.marker(number, 0, 0);
            writer.cell(4, number, 0, 0, MemtableTest.integer(number), 0, 4);
        }
        MemtableTest.apply(memtable, writer.finish(), number);
    }

    // A reader that follows memory used again too early may go round in a circle.
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPartitionIsSeenAsOneWriteLeftIt() throws Exception {
        Seed seed = Seed.next();
        try (var memtable = new Memtable(2);
                var threads = Executors.newFixedThreadPool(4)) {
            var writing = new AtomicBoolean(true);
            var tasks = new ArrayList<Callable<Long>>();
            for (int w = 0; w < 2; w++) {
                int writerIndex = w;
                tasks.add(() -> {
                    var writer = new MutationWriter();
                    for (int number = 1; number <= ROUNDS; number++) {
                        for (int partition = writerIndex; partition < PARTITIONS; partition += 2) {
                            write(memtable, writer, partition, number, 1 + number / 4);
                        }
                    }
                    writing.set(false);
                    return 0L;
                });
            }
            for (int r = 0; r < 2; r++) {
                var random = new Seed(seed.value() + r).random();
                tasks.add(() -> read(memtable, writing, random, seed));
            }
            long reads = 0;
            for (var result : threads.invokeAll(tasks)) {
                reads += result.get();
            }
            assertThat(reads).isPositive();
        }
    }

    private static long read(Memtable memtable, AtomicBoolean writing, RandomGenerator random, Seed seed)
            throws IOException {
        long reads = 0;
        var seen = new long[PARTITIONS];
        var view = new RowView();
        boolean last = false;
        while (!last) {
            // one more round when the writers are done
            last = !writing.get();
            int partition = random.nextInt(PARTITIONS);
            try (MemtableSnapshot snapshot = memtable.snapshot()) {
                seen[partition] = read(snapshot, partition, seen[partition], random, view, seed);
            }
            reads++;
        }
        return reads;
    }

    private static long read(
            MemtableSnapshot snapshot, int partition, long seen, RandomGenerator random, RowView view, Seed seed)
            throws IOException {
        byte[] prefix = CODEC.partitionPrefix(MemtableTest.integer(partition));
        var rows =
                new MergedReads(new EntrySource[] {snapshot}, FileSources.NONE, DropTimes.NONE, ReadMode.MEMORY_ONLY);
        long number = scan(rows, CODEC.partition(prefix), random.nextBoolean(), seed);
        assertThat(number).as("%s", seed).isGreaterThanOrEqualTo(seen);
        assertThat(scan(rows, CODEC.partition(prefix), random.nextBoolean(), seed))
                .as("%s", seed)
                .isEqualTo(number);
        if (number > 0) {
            int row = random.nextInt(1 + (int) number / 4);
            byte[] key =
                    CODEC.rowKey(prefix, List.of(MemtableTest.integer(row * 7919 % 1000), MemtableTest.integer(row)));
            assertThat(rows.get(key, key.length, ALL, 0, view)).as("%s", seed).isTrue();
            assertThat(number(view)).as("%s", seed).isEqualTo(number);
        }
        assertThat(snapshot.position()).isGreaterThanOrEqualTo(number == 0 ? Long.MIN_VALUE : number);
        return number;
    }

    /// The number that all rows have.
    private static long scan(MergedReads reads, KeyRange range, boolean reversed, Seed seed) throws IOException {
        long number = 0;
        int count = 0;
        try (RowCursor rows = reads.scan(range, reversed, ALL, 0)) {
            while (rows.next()) {
                long found = number(rows.row());
                assertThat(found).as("%s row %d", seed, count).isEqualTo(number == 0 ? found : number);
                number = found;
                count++;
            }
        }
        assertThat(count).as("%s number %d", seed, number).isEqualTo(number == 0 ? 0 : 1 + number / 4);
        return number;
    }

    private static long number(RowView row) {
        var cells = row.cells();
        assertThat(cells.next()).isTrue();
        return java.nio.ByteBuffer.wrap(cells.array()).getInt(cells.valueOffset());
    }
}
