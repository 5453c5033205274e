package org.helenus.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Predicate;
import org.helenus.compaction.CompactionScheduler;
import org.helenus.compaction.CompactionTotals;
import org.helenus.compaction.RunningCompaction;
import org.helenus.compaction.TableCompaction;
import org.helenus.protocol.Connection;
import org.helenus.protocol.netty.NativeServer;
import org.helenus.query.Session;
import org.helenus.query.system.SystemSources;
import org.helenus.schema.Schema;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.server.config.KnownSettings;
import org.helenus.server.config.Settings;
import org.helenus.storage.DataDirectory;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.TableStore;
import org.helenus.storage.sstable.LargestPartitions;

/// What the system tables of this node tell, looked up when they are read. Any thread.
final class ServerSources implements SystemSources {
    private static final List<String> PROPERTIES = List.of(
            "file.encoding",
            "java.class.path",
            "java.home",
            "java.io.tmpdir",
            "java.library.path",
            "java.vendor",
            "java.version",
            "java.vm.name",
            "java.vm.version",
            "os.arch",
            "os.name",
            "os.version",
            "user.dir",
            "user.timezone");

    private final StorageEngine storage;
    private final CompactionScheduler compaction;
    private final NativeServer clients;
    private final ThreadPoolExecutor reads;
    private final Settings settings;

    ServerSources(
            StorageEngine storage,
            CompactionScheduler compaction,
            NativeServer clients,
            ThreadPoolExecutor reads,
            Settings settings) {
        this.storage = storage;
        this.compaction = compaction;
        this.clients = clients;
        this.reads = reads;
        this.settings = settings;
    }

    @Override
    public Schema schema() {
        return storage.schema();
    }

    /// The query floor knows these itself.
    @Override
    public List<PreparedStatement> preparedStatements() {
        return List.of();
    }

    @Override
    public List<ClientConnection> clients() {
        return clients.connections().stream().map(ServerSources::client).toList();
    }

    private static ClientConnection client(Connection connection) {
        var session = connection.attachment().map(Session.class::cast);
        return new ClientConnection(
                connection.remoteAddress(),
                connection.options().isEmpty() ? "established" : "ready",
                connection.version(),
                connection.options(),
                session.flatMap(Session::keyspace),
                session.map(Session::user).orElse("anonymous"),
                connection.requestCount());
    }

    @Override
    public SortedMap<String, String> settings() {
        return settings.texts();
    }

    @Override
    public List<Cache> caches() {
        var blocks = storage.cache().statistics();
        return List.of(new Cache(
                "blocks",
                blocks.capacityBytes(),
                blocks.bytes(),
                blocks.blocks(),
                blocks.hits(),
                blocks.hits() + blocks.misses()));
    }

    /// Under the names by which Cassandra's operators know them.
    @Override
    public List<ThreadPool> threadPools() {
        long pending = 0;
        long completed = 0;
        for (TableCompaction table : compaction.tables()) {
            pending += table.pending();
            completed += table.totals().completed();
        }
        return List.of(
                new ThreadPool(
                        "CompactionExecutor",
                        compaction.running().size(),
                        settings.get(KnownSettings.CONCURRENT_COMPACTORS),
                        pending,
                        completed),
                new ThreadPool(
                        "ReadStage",
                        reads.getActiveCount(),
                        reads.getMaximumPoolSize(),
                        reads.getQueue().size(),
                        reads.getCompletedTaskCount()));
    }

    @Override
    public List<TableSize> tableSizes() {
        var sizes = new ArrayList<TableSize>();
        for (var table : storage.tables()) {
            long bytes = 0;
            long largest = 0;
            long partition = 0;
            long longestMicros = 0;
            try (var files = table.sstables()) {
                for (var file : files.all()) {
                    bytes += file.sstable().sizeBytes();
                    largest = Math.max(largest, file.sstable().sizeBytes());
                    var statistics = file.sstable().statistics();
                    partition = Math.max(
                            partition,
                            statistics.largest().map(LargestPartitions::bytes).orElse(0L));
                    if (statistics.minTimestamp() <= statistics.maxTimestamp()) {
                        longestMicros = Math.max(longestMicros, statistics.maxTimestamp() - statistics.minTimestamp());
                    }
                }
            }
            sizes.add(new TableSize(
                    table.metadata().keyspace(),
                    table.metadata().name(),
                    bytes,
                    largest,
                    partition,
                    longestMicros / 1_000));
        }
        return sizes;
    }

    /// Those of the runtime; others may hold what is nobody's business.
    @Override
    public SortedMap<String, String> properties() {
        var properties = new TreeMap<String, String>();
        for (String name : PROPERTIES) {
            Optional.ofNullable(System.getProperty(name)).ifPresent(value -> properties.put(name, value));
        }
        return properties;
    }

    /// One range for the whole ring: a node alone owns it all, by one token. Of the replicated keyspaces, as in
    /// Cassandra.
    @Override
    public List<SizeEstimate> sizeEstimates() {
        List<SizeEstimate> estimates = new ArrayList<>();
        for (var table : storage.tables()) {
            if (!table.metadata().keyspace().equals("system")) {
                estimates.add(estimate(table));
            }
        }
        return estimates;
    }

    /// A partition counts in each file, and in memory, where something of it is. Its bytes are those of the files,
    /// uncompressed; memory is measured in what it takes, so it tells only while there are no files.
    private static SizeEstimate estimate(TableStore table) {
        long partitions = 0;
        long bytes = 0;
        try (var files = table.sstables()) {
            for (var file : files.all()) {
                partitions += file.sstable().statistics().partitions();
                bytes += file.sstable().statistics().contentBytes();
            }
        }
        long inMemory = table.memtablePartitions();
        long mean = partitions == 0 ? table.memtableBytes() / Math.max(1, inMemory) : Math.ceilDiv(bytes, partitions);
        var metadata = table.metadata();
        return new SizeEstimate(
                metadata.keyspace(),
                metadata.name(),
                Long.MIN_VALUE,
                Long.MIN_VALUE,
                partitions + inMemory == 0 ? 0 : mean,
                partitions + inMemory);
    }

    @Override
    public List<SSTableTask> sstableTasks() {
        List<SSTableTask> tasks = new ArrayList<>();
        for (var running : compaction.running()) {
            tasks.add(new SSTableTask(
                    running.table().keyspace(),
                    running.table().name(),
                    running.id(),
                    running.kind().text().toLowerCase(Locale.ROOT),
                    running.completed(),
                    running.total(),
                    running.diskBytes(),
                    running.task().inputs().size(),
                    DataDirectory.directory(running.table()),
                    RunningCompaction.UNIT));
        }
        return tasks;
    }

    @Override
    public List<CompactionStats> compactionStats() {
        return compaction.tables().stream().map(ServerSources::stats).toList();
    }

    private static CompactionStats stats(TableCompaction table) {
        CompactionTotals totals = table.totals();
        return new CompactionStats(
                table.table().keyspace(),
                table.table().name(),
                table.table().options().compaction().strategy().simpleName(),
                table.enabled(),
                table.sstables(),
                table.liveBytes(),
                table.running(),
                table.pending(),
                table.debt().bytes(),
                table.debt().files(),
                table.debtSeconds(),
                new CompactionStats.Done(
                        totals.completed(),
                        totals.failed(),
                        totals.stopped(),
                        totals.sstablesIn(),
                        totals.sstablesOut(),
                        totals.sstablesExpired(),
                        totals.flushedBytes(),
                        totals.bytesRead(),
                        totals.bytesWritten(),
                        totals.rowsMerged(),
                        totals.duplicatesDropped(),
                        totals.cellsDropped(),
                        totals.tombstonesDropped(),
                        totals.nanos() / 1e9,
                        totals.throughput()));
    }

    @Override
    public List<Amplification> amplification(Predicate<String> keyspaces) {
        var all = new ArrayList<Amplification>();
        for (TableCompaction table : compaction.tables()) {
            if (keyspaces.test(table.table().keyspace())) {
                amplification(table).ifPresent(all::add);
            }
        }
        return all;
    }

    /// Empty when the table was dropped a moment ago.
    private Optional<Amplification> amplification(TableCompaction table) {
        try {
            return Optional.of(new Amplification(
                    table.table().keyspace(),
                    table.table().name(),
                    table.totals().writeAmplification(),
                    table.readAmplification(),
                    compaction.spaceAmplification(table.table().id()),
                    table.pending(),
                    table.debt().bytes(),
                    table.debtSeconds()));
        } catch (InvalidRequest e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
