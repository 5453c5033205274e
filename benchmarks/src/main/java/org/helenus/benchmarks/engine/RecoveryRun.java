package org.helenus.benchmarks.engine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.helenus.benchmarks.KeyValueWorkload;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.ReadMode;
import org.helenus.storage.RowView;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.StorageListener;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.SystemClock;
import org.helenus.storage.TableStore;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.commitlog.LogPosition;
import org.helenus.storage.disk.SystemDisk;

/// What a start costs for the log that it finds: fills a log with entries of KV116, none of them flushed, and opens
/// the data again. Prints the process's CPU seconds for each GB of log, all threads and the compiler included: of a
/// start that keeps everything in memory, and of one by the server's own options, which writes to files what memory
/// does not hold. [RecoveryBench] judges them.
public final class RecoveryRun {
    private static final TableId TABLE = new TableId(new UUID(0, 117));
    private static final String FILLED = "filled";
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int SYNC_EVERY = 4096;
    private static final int CHECKED = 10_000;
    /// So that nothing is flushed.
    private static final StorageOptions ALL_IN_MEMORY = StorageOptions.DEFAULTS
            .withCommitLog(StorageOptions.DEFAULTS.commitLog().withMode(SyncMode.PERIODIC))
            .withMemtableBytes(1L << 40)
            .withMaxLogBytes(1L << 40);

    private RecoveryRun() {}

    /// Starts on a directory that was filled, in a process of its own, so that nothing is warm.
    public static void main(String[] args) throws IOException {
        start(Path.of(args[0]), System.out);
    }

    /// Opens the data, and prints what that took: first all in memory, then by the server's own options.
    public static void start(Path directory, PrintStream out) throws IOException {
        print(out, "start,-all-in-memory", directory, ALL_IN_MEMORY);
        print(out, "start,-own-options", directory, StorageOptions.DEFAULTS);
    }

    private static void print(PrintStream out, String name, Path directory, StorageOptions options) throws IOException {
        long before = PROCESS.getProcessCpuTime();
        try (var engine =
                StorageEngine.open(new SystemDisk(directory), options, new SystemClock(), StorageListener.NONE)) {
            double seconds = (PROCESS.getProcessCpuTime() - before) / 1e9;
            var filled = ByteBuffer.wrap(engine.property(FILLED).orElseThrow());
            long mutations = filled.getLong();
            long bytes = filled.getLong();
            check(engine.table(TABLE), mutations);
            out.println(name + " " + seconds * 1e9 / bytes);
        }
    }

    private static void check(TableStore table, long mutations) throws IOException {
        var random = new SplittableRandom(1);
        var codec = KeyCodec.of(table.metadata());
        var key = new byte[KeyValueWorkload.KEY_BYTES];
        var row = new RowView();
        try (var snapshot = table.snapshot(ReadMode.MAY_BLOCK)) {
            for (int i = 0; i < CHECKED; i++) {
                KeyValueWorkload.putKey(random.nextLong(mutations), ByteBuffer.wrap(key));
                byte[] rowKey = codec.rowKey(codec.partitionPrefix(key), List.of());
                if (!snapshot.get(rowKey, rowKey.length, ColumnSet.all(table.metadata()), 0, row)) {
                    throw new IOException("an entry of the log is not there after the start");
                }
            }
        }
    }

    /// Writes about so much log, and flushes nothing.
    public static void fill(Path directory, long logBytes) throws IOException {
        long count = 0;
        try (var engine =
                StorageEngine.open(new SystemDisk(directory), ALL_IN_MEMORY, new SystemClock(), StorageListener.NONE)) {
            engine.alterSchema(List.of(
                    new SchemaChange.PutKeyspace("recovery", ReplicationParams.simple(1), true),
                    new SchemaChange.PutTable(TableMetadata.builder(TABLE, "recovery", "kv")
                            .partitionKey("k", NativeType.BLOB)
                            .regular("v", NativeType.BLOB)
                            .build())));
            var table = engine.table(TABLE).metadata();
            int column = table.column("v").map(ColumnMetadata::id).orElseThrow();
            var key = ByteBuffer.allocate(KeyValueWorkload.KEY_BYTES);
            var value = ByteBuffer.allocate(KeyValueWorkload.VALUE_BYTES);
            var writer = new MutationWriter();
            int segmentBytes = ALL_IN_MEMORY.commitLog().segmentBytes();
            long written = 0;
            while (written < logBytes) {
                if (count % SYNC_EVERY == 0) {
                    engine.syncLog();
                }
                KeyValueWorkload.putKey(count, key.clear());
                KeyValueWorkload.putValue(count, 0, value.clear());
                writer.reset();
                writer.partition(table, key.array(), 0, key.capacity());
                writer.row(List.of());
                long timestamp = engine.nextTimestampMicros();
                writer.marker(timestamp, 0, 0);
                writer.cell(column, timestamp, 0, 0, value.array(), 0, value.capacity());
                long position = engine.apply(writer.finish());
                written = (LogPosition.sequence(position) - 1) * segmentBytes + LogPosition.offset(position);
                count++;
            }
            var filled = ByteBuffer.allocate(2 * Long.BYTES).putLong(count).putLong(written);
            engine.putProperty(FILLED, filled.array());
        }
    }
}
