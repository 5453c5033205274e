package org.helenus.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.helenus.compaction.CompactionReport;
import org.helenus.compaction.CompactionScheduler;
import org.helenus.compaction.RunningCompaction;
import org.helenus.protocol.Connection;
import org.helenus.protocol.netty.NativeServer;
import org.helenus.query.Session;
import org.helenus.query.system.SystemSources;
import org.helenus.schema.Schema;
import org.helenus.server.config.Settings;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.TableStore;

/// What the system tables of this node tell, looked up when they are read. Any thread.
final class ServerSources implements SystemSources {
    private final StorageEngine storage;
    private final CompactionScheduler compaction;
    private final CompactionHistory history;
    private final NativeServer clients;
    private final Settings settings;

    ServerSources(
            StorageEngine storage,
            CompactionScheduler compaction,
            CompactionHistory history,
            NativeServer clients,
            Settings settings) {
        this.storage = storage;
        this.compaction = compaction;
        this.history = history;
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
                    running.task().inputs().size(),
                    RunningCompaction.UNIT));
        }
        return tasks;
    }

    @Override
    public List<Compaction> compactionHistory() {
        return history.reports().stream().map(ServerSources::compaction).toList();
    }

    private static Compaction compaction(CompactionReport report) {
        long endedMicros = report.startedMicros() + report.durationNanos() / 1000;
        return new Compaction(
                timeUuid(endedMicros, report.inputs().hashCode()),
                report.table().keyspace(),
                report.table().name(),
                endedMicros / 1000,
                report.bytesIn(),
                report.bytesOut(),
                report.rowsMerged(),
                Map.of("compaction_type", report.reason().text()));
    }

    /// A version 1 UUID of this time; `distinct` tells apart what happened in the same microsecond.
    static UUID timeUuid(long micros, int distinct) {
        long hundredNanos = micros * 10 + 0x01B21DD213814000L;
        long high = hundredNanos << 32 | hundredNanos >>> 16 & 0xFFFF0000L | 0x1000L | hundredNanos >>> 48 & 0x0FFFL;
        return new UUID(high, 0x8000010000000000L | distinct & 0xFFFFFFFFL);
    }
}
