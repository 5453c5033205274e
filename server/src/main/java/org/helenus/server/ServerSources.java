package org.helenus.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
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
import org.helenus.server.config.Settings;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.TableStore;

/// What the system tables of this node tell, looked up when they are read. Any thread.
final class ServerSources implements SystemSources {
    private final StorageEngine storage;
    private final CompactionScheduler compaction;
    private final NativeServer clients;
    private final Settings settings;

    ServerSources(
            StorageEngine storage,
            CompactionScheduler compaction,
            NativeServer clients,
            Settings settings) {
        this.storage = storage;
        this.compaction = compaction;
        this.clients = clients;
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

    /// One range for the whole ring: a node alone owns it all. Counted in files; what is in memory only is not in
    /// them.
    @Override
    public List<SizeEstimate> sizeEstimates() {
        List<SizeEstimate> estimates = new ArrayList<>();
        for (var table : storage.tables()) {
            estimates.add(estimate(table));
        }
        return estimates;
    }

    private static SizeEstimate estimate(TableStore table) {
        long partitions = 0;
        long bytes = 0;
        try (var files = table.sstables()) {
            for (var file : files.all()) {
                partitions += file.sstable().statistics().partitions();
                bytes += file.sstable().statistics().contentBytes();
            }
        }
        var metadata = table.metadata();
        return new SizeEstimate(
                metadata.keyspace(),
                metadata.name(),
                Long.MIN_VALUE,
                Long.MIN_VALUE,
                partitions == 0 ? 0 : bytes / partitions,
                partitions);
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
        String strategy = table.table().options().compaction().strategy().className();
        return new CompactionStats(
                table.table().keyspace(),
                table.table().name(),
                strategy.substring(strategy.lastIndexOf('.') + 1),
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
