package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.commitlog.CommitLogUnavailableException;
import org.helenus.storage.disk.SystemDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Writers, readers and flushes at once, on a real disk and the engine's own threads.
final class StorageEngineThreadsTest {
    private static final int WRITERS = 3;
    private static final int ROWS = 2_000;
    private static final TableId T = new TableId(new UUID(0, 1));
    private static final TableMetadata TABLE = TableMetadata.builder(T, "ks", "t")
            .partitionKey("k", NativeType.INT)
            .clustering("c", NativeType.INT)
            .regular("v", NativeType.INT)
            .build();

    @TempDir
    Path directory;

    @Test
    void aBatchOnOnePartitionIsSeenWholeAndNothingIsLost()
            throws IOException, InterruptedException, ExecutionException {
        var options = StorageOptions.DEFAULTS
                .withCommitLog(StorageOptions.DEFAULTS.commitLog().withSizes(1 << 20, 1 << 16, 8 << 20))
                .withMaxLogBytes(4 << 20)
                .withMemtableBytes(8 << 20);
        var engine = StorageEngine.open(new SystemDisk(directory), options, new SystemClock(), StorageListener.NONE);
        engine.alterSchema(List.of(
                new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true),
                new SchemaChange.PutTable(TABLE)));
        var stop = new AtomicBoolean();
        try (var pool = Executors.newFixedThreadPool(WRITERS + 2)) {
            var reader = pool.submit(() -> read(engine, stop));
            var flusher = pool.submit(() -> flush(engine, stop));
            var writers = new ArrayList<Callable<Long>>();
            for (int w = 0; w < WRITERS; w++) {
                int writer = w;
                writers.add(() -> write(engine, writer));
            }
            long last = 0;
            for (var result : pool.invokeAll(writers)) {
                last = Math.max(last, result.get());
            }
            awaitDurable(engine, last);
            stop.set(true);
            assertThat(reader.get()).isPositive();
            assertThat(flusher.get()).isPositive();
        }
        assertThat(count(engine)).isEqualTo(2L * WRITERS * ROWS);
        engine.close();
        var again = StorageEngine.open(new SystemDisk(directory), options, new SystemClock(), StorageListener.NONE);
        assertThat(count(again)).isEqualTo(2L * WRITERS * ROWS);
        again.close();
    }

    /// A flush that is asked for while another is under way waits until there is as much to flush again.
    @Test
    void memoryIsFlushedInLargeFiles() throws IOException, InterruptedException {
        var sizes = new ConcurrentLinkedQueue<Long>();
        var listener = new StorageListener() {
            @Override
            public void flushed(TableStore table, long bytes) {
                sizes.add(bytes);
            }
        };
        var options = StorageOptions.DEFAULTS.withMemtableBytes(4 << 20);
        try (var engine = StorageEngine.open(new SystemDisk(directory), options, new SystemClock(), listener)) {
            engine.alterSchema(List.of(
                    new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true),
                    new SchemaChange.PutTable(TABLE)));
            var mutation = new MutationWriter();
            for (int i = 0; sizes.size() < 40; i++) {
                byte[] key = wire(i);
                mutation.reset();
                mutation.partition(TABLE, key, 0, key.length);
                mutation.row(List.of(wire(i)));
                mutation.cell(TABLE.column("v").orElseThrow().id(), i, 0, 0, wire(i * 31), 0, 4);
                if (!engine.isWritable()) {
                    var writable = new CountDownLatch(1);
                    engine.whenWritable(writable::countDown);
                    assertThat(writable.await(30, TimeUnit.SECONDS)).isTrue();
                }
                engine.apply(mutation.finish());
            }
            // Between a half of the memory, which asks for a flush, and seven eighths, which stop the
            // writer.
            assertThat(Collections.min(sizes)).isGreaterThan(Collections.max(sizes) / 2);
        }
    }

    /// Each mutation writes two rows of one partition with the same value.
    private static long write(StorageEngine engine, int writer) throws IOException, InterruptedException {
        long position = 0;
        var mutation = new MutationWriter();
        for (int i = 0; i < ROWS; i++) {
            byte[] key = wire(writer * ROWS + i);
            mutation.reset();
            mutation.partition(TABLE, key, 0, key.length);
            for (int row = 0; row < 2; row++) {
                mutation.row(List.of(wire(row)));
                mutation.cell(TABLE.column("v").orElseThrow().id(), engine.nextTimestampMicros(), 0, 0, wire(i), 0, 4);
            }
            var bytes = mutation.finish();
            while (true) {
                try {
                    position = engine.apply(bytes);
                    break;
                } catch (CommitLogUnavailableException e) {
                    var writable = new CountDownLatch(1);
                    engine.whenWritable(writable::countDown);
                    assertThat(writable.await(30, TimeUnit.SECONDS)).isTrue();
                }
            }
        }
        return position;
    }

    private static long read(StorageEngine engine, AtomicBoolean stop) throws IOException {
        long rounds = 0;
        while (!stop.get() || rounds == 0) {
            assertThat(count(engine) % 2).isZero();
            rounds++;
        }
        return rounds;
    }

    private static long flush(StorageEngine engine, AtomicBoolean stop) throws IOException {
        long rounds = 0;
        while (!stop.get() || rounds == 0) {
            engine.flush(T);
            rounds++;
        }
        return rounds;
    }

    /// Rows; fails when a partition shows one row without the other.
    private static long count(StorageEngine engine) throws IOException {
        long count = 0;
        try (var snapshot = engine.table(T).snapshot(ReadMode.MAY_BLOCK);
                var rows = snapshot.scan(KeyRange.ALL, false, ColumnSet.all(TABLE), 0)) {
            while (rows.next()) {
                byte[] first = rows.row().partitionKey();
                assertThat(rows.next()).isTrue();
                assertThat(rows.row().partitionKey()).isEqualTo(first);
                count += 2;
            }
        }
        return count;
    }

    private static void awaitDurable(StorageEngine engine, long position) throws InterruptedException {
        var durable = new CountDownLatch(1);
        engine.onDurable(() -> {
            if (engine.durablePosition() >= position) {
                durable.countDown();
            }
        });
        if (engine.durablePosition() < position) {
            assertThat(durable.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static byte[] wire(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
