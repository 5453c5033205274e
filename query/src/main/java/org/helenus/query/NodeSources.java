package org.helenus.query;

import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.helenus.query.system.SystemSources;
import org.helenus.schema.Schema;
import org.helenus.storage.StorageEngine;

/// What system tables tell of: schema and prepared statements are known here, the rest to whoever runs the node.
final class NodeSources implements SystemSources {
    private final StorageEngine storage;
    private final PreparedStatements statements;
    private final SystemSources rest;

    NodeSources(StorageEngine storage, PreparedStatements statements, SystemSources rest) {
        this.storage = storage;
        this.statements = statements;
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
}
