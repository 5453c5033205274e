package org.helenus.query.system;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.helenus.schema.Schema;
import org.helenus.storage.CountHistogram;
import org.helenus.storage.TableActivity;

/// What the system tables tell of, asked for each time they are read. Threads: any.
public interface SystemSources {
    Schema schema();

    List<PreparedStatement> preparedStatements();

    List<ClientConnection> clients();

    /// Settings by name, as the configuration file has them. Empty: not set.
    SortedMap<String, String> settings();

    List<SizeEstimate> sizeEstimates();

    List<SSTableTask> sstableTasks();

    /// How the compaction of each table stands.
    List<CompactionStats> compactionStats();

    /// What each table of these keyspaces costs. May read from the disk.
    List<Amplification> amplification(Predicate<String> keyspaces);

    List<Cache> caches();

    List<ThreadPool> threadPools();

    /// How much of the disk each table takes.
    List<TableSize> tableSizes();

    /// What the runtime was started with, by name.
    SortedMap<String, String> properties();

    /// What clients did to each table.
    default List<ActiveTable> activities() {
        return List.of();
    }

    /// The statements that are at work.
    default List<RunningQuery> queries() {
        return List.of();
    }

    /// Partitions for each batch, by what Cassandra calls it.
    default SortedMap<String, CountHistogram> batches() {
        return Collections.emptySortedMap();
    }

    /// Figures about statements, by what Cassandra calls them.
    default SortedMap<String, Double> statements() {
        return Collections.emptySortedMap();
    }

    /// Each table of each snapshot. May read from the disk.
    default List<SnapshotTable> snapshots() {
        return List.of();
    }

    /// A table and what clients did to it since it was opened.
    record ActiveTable(String keyspace, String table, TableActivity activity) {}

    /// @param queuedMicros how long it waited for its thread
    /// @param task what it is, in words
    record RunningQuery(String thread, long queuedMicros, long runningMicros, String task) {}

    /// @param name its tag
    /// @param bytes of its files
    /// @param ownBytes of those that nobody else holds
    record SnapshotTable(String name, String keyspace, String table, Instant created, long bytes, long ownBytes) {}

    /// @param sizeBytes what its entries take
    /// @param hits      since the start
    /// @param requests  likewise
    record Cache(String name, long capacityBytes, long sizeBytes, long entries, long hits, long requests) {}

    /// @param limit     threads at most
    /// @param completed since the start
    record ThreadPool(String name, int active, int limit, long pending, long completed) {}

    /// @param bytes        of all live files
    /// @param largestBytes of the largest of them
    /// @param largestPartitionBytes of the largest partition of one of them, uncompressed
    /// @param longestMillis between the first and the last write to one of them, by their timestamps
    record TableSize(
            String keyspace,
            String table,
            long bytes,
            long largestBytes,
            long largestPartitionBytes,
            long longestMillis) {}

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
    ///
    /// @param total uncompressed
    /// @param totalCompressed as it lies on the disk
    /// @param targetDirectory where what it writes goes, below the data directory
    record SSTableTask(
            String keyspace,
            String table,
            UUID id,
            String kind,
            long progress,
            long total,
            long totalCompressed,
            int sstables,
            String targetDirectory,
            String unit) {}

    /// How the compaction of a table stands, and what it has done since the start.
    ///
    /// @param strategy the name of its class
    /// @param pendingSSTables files that wait to be merged, over one place
    /// @param debtSeconds how long compactions would take for the pending bytes; empty: unknown
    record CompactionStats(
            String keyspace,
            String table,
            String strategy,
            boolean enabled,
            int sstables,
            long liveBytes,
            int runningTasks,
            int pendingTasks,
            long pendingBytes,
            int pendingSSTables,
            OptionalDouble debtSeconds,
            Done done) {
        /// @param bytesFlushed of files that flushes wrote
        /// @param sstablesExpired files dropped without being read
        /// @param throughput bytes written in each second of a compaction
        public record Done(
                long completed,
                long failed,
                long stopped,
                long sstablesIn,
                long sstablesOut,
                long sstablesExpired,
                long bytesFlushed,
                long bytesRead,
                long bytesWritten,
                long rowsMerged,
                long duplicatesDropped,
                long cellsDropped,
                long tombstonesDropped,
                double seconds,
                long throughput) {}
    }

    /// What a table costs.
    ///
    /// @param write bytes that flushes and compactions wrote for each byte flushed, since the start; NaN:
    ///     nothing was flushed, and compactions wrote
    /// @param read files over one place
    /// @param space bytes on the disk for each that a reader can see; empty: none can be seen
    /// @param debtSeconds how long compactions would take for the pending bytes; empty: unknown
    record Amplification(
            String keyspace,
            String table,
            double write,
            double read,
            OptionalDouble space,
            int pendingTasks,
            long pendingBytes,
            OptionalDouble debtSeconds) {}

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
            public List<Cache> caches() {
                return List.of();
            }

            @Override
            public List<ThreadPool> threadPools() {
                return List.of();
            }

            @Override
            public List<TableSize> tableSizes() {
                return List.of();
            }

            @Override
            public SortedMap<String, String> properties() {
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
            public List<CompactionStats> compactionStats() {
                return List.of();
            }

            @Override
            public List<Amplification> amplification(Predicate<String> keyspaces) {
                return List.of();
            }
        };
    }
}
