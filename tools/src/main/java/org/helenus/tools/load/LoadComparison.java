package org.helenus.tools.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.helenus.compaction.BulkLayout;
import org.helenus.compaction.CompactionListener;
import org.helenus.compaction.CompactionOptions;
import org.helenus.compaction.CompactionScheduler;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.Clock;
import org.helenus.storage.DataDirectory;
import org.helenus.storage.Mutation;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.StorageListener;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.disk.CountingDisk;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.SystemDisk;
import org.helenus.storage.sstable.SSTable;

/// The same rows twice, each into a directory of its own: loaded, and inserted through the storage engine with its log,
/// memtables, flushes and merges until all is quiet. The way over the network, which inserting needs besides, is not
/// counted. Each is done twice and the second counts, as the first teaches the JVM.
final class LoadComparison {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final LoadPlan plan;
    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;
    private final RandomGenerator random;

    LoadComparison(LoadPlan plan, PrintStream out, PrintStream err, Clock clock, RandomGenerator random) {
        this.plan = plan;
        this.out = out;
        this.err = err;
        this.clock = clock;
        this.random = random;
    }

    private record Cost(long rows, long cpuNanos, long bytes) {
        double cpuMicros() {
            return cpuNanos / 1000.0 / Math.max(1, rows);
        }

        double bytesPerRow() {
            return (double) bytes / Math.max(1, rows);
        }
    }

    @FunctionalInterface
    private interface Way {
        Cost run(CountingDisk disk, TableMetadata table) throws IOException;
    }

    void run() throws IOException {
        if (plan.sources().contains("-") || StagedFiles.isOne(plan.sources().getFirst())) {
            throw new LoadFailedException("--compare reads files of CSV");
        }
        Schema schema = Schema.EMPTY;
        if (Files.isDirectory(plan.data())) {
            Disk data = new SystemDisk(plan.data());
            schema = DataDirectory.is(data) ? DataDirectory.read(data).schema() : schema;
        }
        schema = schema.apply(StoppedNode.missing(plan, schema, clock));
        TableMetadata table = StoppedNode.table(plan, schema);
        var keyspace = schema.keyspace(table.keyspace()).orElseThrow();
        var changes = new ArrayList<SchemaChange>();
        changes.add(new SchemaChange.PutKeyspace(keyspace.name(), keyspace.replication(), true));
        keyspace.types().values().forEach(type -> changes.add(new SchemaChange.PutType(type)));
        changes.add(new SchemaChange.PutTable(table));
        in(table, (disk, of) -> load(disk, of, changes));
        Cost loaded = in(table, (disk, of) -> load(disk, of, changes));
        in(table, (disk, of) -> insert(disk, of, changes));
        Cost inserted = in(table, (disk, of) -> insert(disk, of, changes));
        out.printf(
                Locale.ROOT,
                "%,d rows: name: loaded, inserted, ratio%n"
                        + "CPU a row: %.2f us, %.2f us, %.2f%nbytes written a row: %.1f, %.1f, %.2f%n",
                loaded.rows,
                loaded.cpuMicros(),
                inserted.cpuMicros(),
                loaded.cpuMicros() / inserted.cpuMicros(),
                loaded.bytesPerRow(),
                inserted.bytesPerRow(),
                loaded.bytesPerRow() / inserted.bytesPerRow());
    }

    private Cost in(TableMetadata table, Way way) throws IOException {
        Path directory = Files.createTempDirectory("sstableloader");
        try {
            long cpu = PROCESS.getProcessCpuTime();
            Cost cost = way.run(new CountingDisk(new SystemDisk(directory), _ -> true), table);
            return new Cost(cost.rows, PROCESS.getProcessCpuTime() - cpu, cost.bytes);
        } finally {
            try (var paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private CsvLoad reader(TableMetadata table, Disk disk, LoadDirectory directory, Refusals refusals) {
        return new CsvLoad(
                table,
                plan.csv(),
                refusals,
                disk,
                directory.path(),
                directory.runs(),
                plan.memoryBytes(),
                clock,
                random);
    }

    private Refusals refusals() {
        return new Refusals(
                plan.mostRefused(), err, Optional.empty(), plan.csv().format());
    }

    private Cost load(CountingDisk disk, TableMetadata table, List<SchemaChange> changes) throws IOException {
        try (var engine = StorageEngine.open(disk, StorageOptions.DEFAULTS, clock, StorageListener.NONE)) {
            engine.alterSchema(changes);
            long before = disk.bytesWritten();
            var refusals = refusals();
            try (var directory = LoadDirectory.create(disk, random);
                    var load = reader(table, disk, directory, refusals)) {
                for (String source : plan.sources()) {
                    try (var text = TextSource.open(source, System.in)) {
                        load.add(source, text);
                    }
                }
                load.finish().forEach(SSTable::release);
                engine.imports().ownDirectory(table.id(), directory.path(), BulkLayout.placement(table));
                return new Cost(load.lines() - refusals.count(), 0, disk.bytesWritten() - before);
            }
        }
    }

    private Cost insert(CountingDisk disk, TableMetadata table, List<SchemaChange> changes) throws IOException {
        var unbound = new CompactionOptions(2, 0, CompactionOptions.DEFAULTS.review());
        try (var compaction = new CompactionScheduler(unbound, clock, CompactionListener.NONE);
                var engine = StorageEngine.open(disk, StorageOptions.DEFAULTS, clock, compaction)) {
            engine.alterSchema(changes);
            compaction.start();
            long before = disk.bytesWritten();
            var refusals = refusals();
            try (var directory = LoadDirectory.create(disk, random);
                    var load = reader(table, disk, directory, refusals)) {
                for (String source : plan.sources()) {
                    try (var text = TextSource.open(source, System.in)) {
                        load.read(source, text, row -> apply(engine, row));
                    }
                }
                engine.flush(table.id());
                compaction.awaitIdle();
                return new Cost(load.lines() - refusals.count(), 0, disk.bytesWritten() - before);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while merges ran", e);
            }
        }
    }

    private static void apply(StorageEngine engine, Mutation row) throws IOException {
        engine.awaitWritable();
        engine.apply(row);
    }
}
