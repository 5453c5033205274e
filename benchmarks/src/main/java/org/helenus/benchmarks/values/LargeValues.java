package org.helenus.benchmarks.values;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.helenus.benchmarks.TemporaryDirectory;
import org.helenus.compaction.CompactionListener;
import org.helenus.compaction.CompactionOptions;
import org.helenus.compaction.CompactionReport;
import org.helenus.compaction.CompactionScheduler;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.option.TableOptions;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.SystemClock;
import org.helenus.storage.commitlog.CommitLogOptions;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.disk.SystemDisk;

/// `bin/bench values`: what flushes and merges of large values cost, for each byte that a client writes, and what a log
/// of values beside the tree would: a tree of their places, and [ValueLog]. Each value is written once, and then values
/// are overwritten at random until four times as much was written. Sizes are small beside a server's, in proportion,
/// so that the tree is as deep: memtables of 8 MiB, leveled files of 2 MiB.
///
/// Prints bytes that flushes and merges wrote, and CPU of all but the writer, beside the commit log, which both need.
/// See docs/decisions/large-values.md.
public final class LargeValues {
    private static final TableId TABLE = new TableId(new UUID(0, 119));
    private static final int ROUNDS = 4;
    private static final int PLACE_BYTES = 20;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private static final List<Map<String, String>> STRATEGIES = List.of(
            Map.of("class", "SizeTieredCompactionStrategy", "min_sstable_size", "1"),
            Map.of("class", "UnifiedCompactionStrategy", "min_sstable_size", "0B", "flush_size_override", "8MiB"),
            Map.of("class", "LeveledCompactionStrategy", "sstable_size_in_mb", "2"));

    private final Path directory;
    private final long liveBytes;
    private final PrintStream out;
    private int runs;

    private LargeValues(Path directory, long liveBytes, PrintStream out) {
        this.directory = directory;
        this.liveBytes = liveBytes;
        this.out = out;
    }

    /// `--mib N`: how much lives, 256 without.
    public static void main(String[] args) throws Exception {
        long mib = 256;
        if (args.length == 2 && args[0].equals("--mib") && args[1].matches("[1-9][0-9]{0,5}")) {
            mib = Long.parseLong(args[1]);
        } else if (args.length > 0) {
            System.err.println("bench: expected --mib N");
            System.exit(2);
        }
        try (var directory = new TemporaryDirectory()) {
            run(directory.path(), mib << 20, System.out);
        }
    }

    /// Runs it under an empty directory.
    public static void run(Path directory, long liveBytes, PrintStream out) throws IOException, InterruptedException {
        new LargeValues(directory, liveBytes, out).run();
    }

    private void run() throws IOException, InterruptedException {
        for (var strategy : STRATEGIES) {
            tree("warm-up, " + strategy.get("class"), 1 << 10, 1 << 10, strategy);
        }
        for (int valueBytes : new int[] {1 << 10, 4 << 10, 64 << 10, 1 << 20}) {
            for (double space : new double[] {1.5, 2}) {
                values(valueBytes, space);
            }
            for (var strategy : STRATEGIES) {
                String name = strategy.get("class").replace("CompactionStrategy", "");
                tree(name, valueBytes, valueBytes, strategy);
                if (valueBytes <= 4 << 10) {
                    // With longer values the tree of places is nothing.
                    tree(name + ", places only", valueBytes, PLACE_BYTES, strategy);
                }
            }
        }
    }

    private long count(int valueBytes) {
        return Math.max(1, liveBytes / valueBytes);
    }

    /// The n-th write's row: each once, then any.
    private static long row(SplittableRandom random, long n, long count) {
        return n < count ? n : random.nextLong(count);
    }

    private void values(int valueBytes, double space) throws IOException {
        long count = count(valueBytes);
        var random = new SplittableRandom(7);
        byte[] value = new byte[valueBytes];
        long cpu = 0;
        long written;
        try (var log = new ValueLog(directory.resolve("run-" + runs++), 16 << 20, space)) {
            for (long n = 0; n < ROUNDS * count; n++) {
                fill(value, n);
                long before = THREADS.getCurrentThreadCpuTime();
                log.put(row(random, n, count), value);
                cpu += THREADS.getCurrentThreadCpuTime() - before;
            }
            written = log.writtenBytes();
        }
        print(String.format(Locale.ROOT, "value log, space %.1f", space), valueBytes, count, written, cpu);
    }

    private void tree(String name, int valueBytes, int stored, Map<String, String> strategy)
            throws IOException, InterruptedException {
        long count = count(valueBytes);
        var merged = new AtomicLong();
        var listener = new CompactionListener() {
            @Override
            public void completed(CompactionReport report) {
                merged.addAndGet(report.bytesOut());
            }
        };
        var clock = new SystemClock();
        var options = StorageOptions.DEFAULTS
                .withCommitLog(CommitLogOptions.DEFAULTS.withMode(SyncMode.PERIODIC))
                .withMemtableBytes(16 << 20)
                .withMaxLogBytes(128 << 20)
                .withCacheBytes(16 << 20);
        var compactions = new CompactionOptions(1, 0, CompactionOptions.DEFAULTS.review());
        try (var compaction = new CompactionScheduler(compactions, clock, listener);
                var engine = StorageEngine.open(
                        new SystemDisk(directory.resolve("run-" + runs++)), options, clock, compaction)) {
            compaction.start();
            engine.alterSchema(List.of(
                    new SchemaChange.PutKeyspace("large", ReplicationParams.simple(1), true),
                    new SchemaChange.PutTable(TableMetadata.builder(TABLE, "large", "l")
                            .partitionKey("k", NativeType.BIGINT)
                            .regular("v", NativeType.BLOB)
                            .options(TableOptions.DEFAULTS.with(Map.of("compaction", strategy)))
                            .build())));
            long before = PROCESS.getProcessCpuTime();
            long own = THREADS.getCurrentThreadCpuTime();
            write(engine, compaction, count, stored);
            own = THREADS.getCurrentThreadCpuTime() - own;
            long flushed = ROUNDS * count * (stored + 24L);
            print(name, valueBytes, count, flushed + merged.get(), PROCESS.getProcessCpuTime() - before - own);
        }
    }

    private static void write(StorageEngine engine, CompactionScheduler compaction, long count, int stored)
            throws IOException, InterruptedException {
        var table = engine.table(TABLE).metadata();
        int column = table.column("v").orElseThrow().id();
        var random = new SplittableRandom(7);
        var writer = new MutationWriter();
        byte[] key = new byte[Long.BYTES];
        byte[] value = new byte[stored];
        for (long n = 0; n < ROUNDS * count; n++) {
            ByteBuffer.wrap(key).putLong(row(random, n, count));
            fill(value, n);
            writer.reset();
            writer.partition(table, key, 0, key.length);
            writer.row(List.of());
            writer.cell(column, engine.nextTimestampMicros(), 0, 0, value, 0, value.length);
            engine.awaitWritable();
            engine.apply(writer.finish());
        }
        engine.flush(TABLE);
        compaction.awaitIdle();
    }

    /// Bytes that do not compress.
    private static void fill(byte[] value, long n) {
        var words = ByteBuffer.wrap(value);
        var random = new SplittableRandom(n);
        while (words.remaining() >= Long.BYTES) {
            words.putLong(random.nextLong());
        }
    }

    private void print(String name, int valueBytes, long count, long written, long cpuNanos) {
        double user = (double) ROUNDS * count * valueBytes;
        out.printf(
                Locale.ROOT,
                "%d KiB, %s: %.2f bytes written a byte, %.2f CPU ms a MiB%n",
                valueBytes >> 10,
                name,
                written / user,
                cpuNanos / 1e6 / (user / (1 << 20)));
    }
}
