package org.helenus.query.system;

import java.util.List;
import java.util.function.ToLongFunction;
import org.helenus.query.VirtualTable.RowSink;
import org.helenus.query.system.SystemSources.TableSize;
import org.helenus.schema.TableMetadata;

/// What of `system_views` tells of the machine's means: memory, threads, disk.
final class ResourceViews {
    private static final long MEBIBYTE = 1 << 20;
    private static final String SIZES = "keyspace_name text, table_name text;; mebibytes bigint";

    private final SystemSources sources;

    private ResourceViews(SystemSources sources) {
        this.sources = sources;
    }

    static List<GeneratedTable> tables(SystemSources sources) {
        var views = new ResourceViews(sources);
        return List.of(
                new GeneratedTable(
                        table(
                                "caches",
                                "system caches",
                                "name text;; capacity_bytes bigint, entry_count int, hit_count bigint,"
                                        + " hit_ratio double, recent_hit_rate_per_second bigint,"
                                        + " recent_request_rate_per_second bigint, request_count bigint,"
                                        + " size_bytes bigint"),
                        views::caches),
                new GeneratedTable(
                        table(
                                "thread_pools",
                                "",
                                "name text;; active_tasks int, active_tasks_limit int, blocked_tasks bigint,"
                                        + " blocked_tasks_all_time bigint, completed_tasks bigint, pending_tasks int"),
                        views::threadPools),
                new GeneratedTable(
                        table("disk_usage", "", SIZES),
                        (table, wanted, sink) -> views.sizes(table, TableSize::bytes, sink)),
                new GeneratedTable(
                        table("max_partition_size", "", SIZES),
                        (table, wanted, sink) -> views.sizes(table, TableSize::largestPartitionBytes, sink)),
                new GeneratedTable(
                        table(
                                "max_sstable_duration",
                                "",
                                "keyspace_name text, table_name text;; max_sstable_duration bigint"),
                        views::durations),
                new GeneratedTable(
                        table("max_sstable_size", "", SIZES),
                        (table, wanted, sink) -> views.sizes(table, TableSize::largestBytes, sink)),
                new GeneratedTable(
                        table(
                                "snapshots",
                                "available snapshots",
                                "name text; keyspace_name text, table_name text; created_at timestamp,"
                                        + " ephemeral boolean, expires_at timestamp, size_on_disk bigint,"
                                        + " true_size bigint"),
                        views::snapshots),
                new GeneratedTable(
                        table("system_properties", "Relevant system properties", "name text;; value text"),
                        views::properties));
    }

    private static TableMetadata table(String name, String comment, String columns) {
        return TableText.table(SystemTables.VIEWS, name, comment, columns);
    }

    /// Rates of the last minutes are not kept, so their columns are null.
    private void caches(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        for (var cache : sources.caches()) {
            new Row(table)
                    .text("name", cache.name())
                    .bigint("capacity_bytes", cache.capacityBytes())
                    .number("entry_count", (int) Math.min(Integer.MAX_VALUE, cache.entries()))
                    .bigint("hit_count", cache.hits())
                    .number("hit_ratio", cache.requests() == 0 ? Double.NaN : (double) cache.hits() / cache.requests())
                    .bigint("request_count", cache.requests())
                    .bigint("size_bytes", cache.sizeBytes())
                    .tell(sink);
        }
    }

    /// Nobody blocks on a pool here: what does not fit is refused.
    private void threadPools(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        for (var pool : sources.threadPools()) {
            new Row(table)
                    .text("name", pool.name())
                    .number("active_tasks", pool.active())
                    .number("active_tasks_limit", pool.limit())
                    .bigint("blocked_tasks", 0)
                    .bigint("blocked_tasks_all_time", 0)
                    .bigint("completed_tasks", pool.completed())
                    .number("pending_tasks", (int) Math.min(Integer.MAX_VALUE, pool.pending()))
                    .tell(sink);
        }
    }

    /// In mebibytes, those begun too, as Cassandra counts.
    private void sizes(TableMetadata table, ToLongFunction<TableSize> bytes, RowSink sink) {
        for (var size : sources.tableSizes()) {
            new Row(table)
                    .text("keyspace_name", size.keyspace())
                    .text("table_name", size.table())
                    .bigint("mebibytes", Math.ceilDiv(bytes.applyAsLong(size), MEBIBYTE))
                    .tell(sink);
        }
    }

    private void durations(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        for (var size : sources.tableSizes()) {
            new Row(table)
                    .text("keyspace_name", size.keyspace())
                    .text("table_name", size.table())
                    .bigint("max_sstable_duration", size.longestMillis())
                    .tell(sink);
        }
    }

    /// None expires, and none is another's.
    private void snapshots(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        for (var snapshot : sources.snapshots()) {
            new Row(table)
                    .text("name", snapshot.name())
                    .text("keyspace_name", snapshot.keyspace())
                    .text("table_name", snapshot.table())
                    .bigint("created_at", snapshot.created().toEpochMilli())
                    .truth("ephemeral", false)
                    .bigint("size_on_disk", snapshot.bytes())
                    .bigint("true_size", snapshot.ownBytes())
                    .tell(sink);
        }
    }

    private void properties(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        sources.properties()
                .forEach((name, value) ->
                        new Row(table).text("name", name).text("value", value).tell(sink));
    }
}
