package org.helenus.benchmarks.engine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.helenus.benchmarks.KeyValueWorkload;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.StorageListener;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.SystemClock;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.commitlog.LogPosition;
import org.helenus.storage.disk.SystemDisk;

/// What a start costs for the log that it finds: fills a log with entries of KV116, none of them flushed, and opens
/// the data again. Prints the process's CPU seconds, all threads and the compiler included, for each GiB of
/// log and each mutation: of a start that keeps everything in memory, and of one by the server's own options, which
/// writes to files what memory does not hold. The bar is 10 s of one core per GB.
public final class RecoveryRun {
    private static final TableId TABLE = new TableId(new UUID(0, 117));
    private static final String FILLED = "filled";
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final long MIB = 1 << 20;
    private static final int CHECK_EVERY = 4096;
    /// So that nothing is flushed.
    private static final StorageOptions ALL_IN_MEMORY = StorageOptions.DEFAULTS
            .withCommitLog(StorageOptions.DEFAULTS.commitLog().withMode(SyncMode.PERIODIC))
            .withMemtableBytes(1L << 40)
            .withMaxLogBytes(1L << 40);

    private RecoveryRun() {}

    /// `fill DIRECTORY MEBIBYTES`, then in a process of its own, so that nothing is warm, `start DIRECTORY`.
    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "fill" -> fill(Path.of(args[1]), Long.parseLong(args[2]) * MIB);
            case "start" -> start(Path.of(args[1]), System.out);
            default -> throw new IllegalArgumentException("fill DIRECTORY MEBIBYTES, or start DIRECTORY");
        }
    }

    /// Opens the data, and prints what that took: first all in memory, then by the server's own options.
    public static void start(Path directory, PrintStream out) throws IOException {
        print(out, "start, all in memory", directory, ALL_IN_MEMORY);
        print(out, "start, own options", directory, StorageOptions.DEFAULTS);
    }

    private static void print(PrintStream out, String name, Path directory, StorageOptions options) throws IOException {
        long before = PROCESS.getProcessCpuTime();
        try (var engine =
                StorageEngine.open(new SystemDisk(directory), options, new SystemClock(), StorageListener.NONE)) {
            double seconds = (PROCESS.getProcessCpuTime() - before) / 1e9;
            var filled = ByteBuffer.wrap(engine.property(FILLED).orElseThrow());
            long mutations = filled.getLong();
            long bytes = filled.getLong();
            out.printf(
                    "%s: %.2f CPU s for %d MiB and %d mutations: %.2f s/GiB, %.2f us/mutation%n",
                    name, seconds, bytes / MIB, mutations, seconds * (1L << 30) / bytes, seconds * 1e6 / mutations);
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
                if (count % CHECK_EVERY == 0) {
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
