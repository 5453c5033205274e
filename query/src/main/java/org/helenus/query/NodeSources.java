package org.helenus.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.helenus.query.modify.BatchActivity;
import org.helenus.query.system.SystemSources;
import org.helenus.schema.Schema;
import org.helenus.storage.CountHistogram;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.snapshot.Snapshot;

/// What system tables tell of: schema and prepared statements are known here, the rest to whoever runs the node.
final class NodeSources implements SystemSources {
    private final StorageEngine storage;
    private final PreparedStatements statements;
    private final Executions executions;
    private final RunningQueries running;
    private final BatchActivity batches;
    private final SystemSources rest;

    NodeSources(
            StorageEngine storage,
            PreparedStatements statements,
            Executions executions,
            RunningQueries running,
            BatchActivity batches,
            SystemSources rest) {
        this.storage = storage;
        this.statements = statements;
        this.executions = executions;
        this.running = running;
        this.batches = batches;
        this.rest = rest;
    }

    @Override
    public Schema schema() {
        return storage.schema();
    }

    @Override
    public List<PreparedStatement> preparedStatements() {
        return statements.all(storage.schema());
    }

    @Override
    public List<ClientConnection> clients() {
        return rest.clients();
    }

    @Override
    public SortedMap<String, String> settings() {
        return rest.settings();
    }

    @Override
    public List<Cache> caches() {
        return rest.caches();
    }

    @Override
    public List<ThreadPool> threadPools() {
        return rest.threadPools();
    }

    @Override
    public List<TableSize> tableSizes() {
        return rest.tableSizes();
    }

    @Override
    public SortedMap<String, String> properties() {
        return rest.properties();
    }

    @Override
    public List<SizeEstimate> sizeEstimates() {
        return rest.sizeEstimates();
    }

    @Override
    public List<SSTableTask> sstableTasks() {
        return rest.sstableTasks();
    }

    @Override
    public List<CompactionStats> compactionStats() {
        return rest.compactionStats();
    }

    @Override
    public List<Amplification> amplification(Predicate<String> keyspaces) {
        return rest.amplification(keyspaces);
    }

    @Override
    public List<ActiveTable> activities() {
        return storage.tables().stream()
                .map(table -> new ActiveTable(
                        table.metadata().keyspace(), table.metadata().name(), table.activity()))
                .toList();
    }

    @Override
    public List<RunningQuery> queries() {
        return running.all();
    }

    @Override
    public SortedMap<String, CountHistogram> batches() {
        var histograms = new TreeMap<String, CountHistogram>();
        for (BatchType type : BatchType.values()) {
            histograms.put("partitions_per_" + type.name().toLowerCase(Locale.ROOT) + "_batch", batches.of(type));
        }
        return histograms;
    }

    @Override
    public SortedMap<String, Double> statements() {
        var metrics = new TreeMap<String, Double>();
        metrics.put("prepared_statements_count", (double) statements.count());
        metrics.put("prepared_statements_evicted", (double) statements.evicted());
        metrics.put("prepared_statements_executed", (double) executions.prepared());
        metrics.put("prepared_statements_ratio", executions.preparedRatio());
        metrics.put("regular_statements_executed", (double) executions.texts());
        return metrics;
    }

    @Override
    public List<SnapshotTable> snapshots() {
        try {
            var all = new ArrayList<SnapshotTable>();
            for (Snapshot snapshot : storage.snapshots().list()) {
                for (Snapshot.Table table : snapshot.tables()) {
                    all.add(new SnapshotTable(
                            snapshot.tag(),
                            table.keyspace(),
                            table.name(),
                            snapshot.created(),
                            table.sizeBytes(),
                            storage.snapshots().exclusiveBytes(table)));
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
