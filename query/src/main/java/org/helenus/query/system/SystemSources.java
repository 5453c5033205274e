package org.helenus.query.system;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.helenus.schema.Schema;

/// What the system tables tell of, asked for each time they are read. Threads: any.
public interface SystemSources {
    Schema schema();

    List<PreparedStatement> preparedStatements();

    List<ClientConnection> clients();

    /// Settings by name, as the configuration file has them.
    SortedMap<String, String> settings();

    List<SizeEstimate> sizeEstimates();

    List<SSTableTask> sstableTasks();

    List<Compaction> compactionHistory();

    /// @param id       what clients execute it by
    /// @param keyspace the one in use when it was prepared
    record PreparedStatement(byte[] id, Optional<String> keyspace, String query) {}

    /// @param stage   `ready` after the handshake
    /// @param options what the client said of itself at `STARTUP`
    record ClientConnection(
            InetSocketAddress address,
            String stage,
            int protocolVersion,
            Map<String, String> options,
            Optional<String> keyspace,
            String user,
            long requestCount) {}

    /// How much of a table lies in a token range, for those who split scans.
    record SizeEstimate(
            String keyspace,
            String table,
            long rangeStart,
            long rangeEnd,
            long meanPartitionBytes,
            long partitionsCount) {}

    /// A flush or compaction under way.
    record SSTableTask(
            String keyspace,
            String table,
            UUID id,
            String kind,
            long progress,
            long total,
            int sstables,
            String unit) {}

    /// A compaction that ended; `id` is a time UUID.
    record Compaction(
            UUID id,
            String keyspace,
            String table,
            long compactedAtMillis,
            long bytesIn,
            long bytesOut,
            Map<Integer, Long> rowsMerged,
            Map<String, String> properties) {}

    /// The sources of a node of which only the schema is known.
    static SystemSources ofSchema(Supplier<Schema> schema) {
        return new SystemSources() {
            @Override
            public Schema schema() {
                return schema.get();
            }

            @Override
            public List<PreparedStatement> preparedStatements() {
                return List.of();
            }

            @Override
            public List<ClientConnection> clients() {
                return List.of();
            }

            @Override
            public SortedMap<String, String> settings() {
                return Collections.emptySortedMap();
            }

            @Override
            public List<SizeEstimate> sizeEstimates() {
                return List.of();
            }

            @Override
            public List<SSTableTask> sstableTasks() {
                return List.of();
            }

            @Override
            public List<Compaction> compactionHistory() {
                return List.of();
            }
        };
    }
}
