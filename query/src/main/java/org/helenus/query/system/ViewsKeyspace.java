package org.helenus.query.system;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.helenus.query.VirtualTable.RowSink;
import org.helenus.schema.TableMetadata;

/// `system_views`: the running server. Only what the server can truly tell is here.
final class ViewsKeyspace {
    private final SystemSources sources;

    private ViewsKeyspace(SystemSources sources) {
        this.sources = sources;
    }

    static List<GeneratedTable> tables(SystemSources sources) {
        var keyspace = new ViewsKeyspace(sources);
        return List.of(
                new GeneratedTable(table("settings", "current settings", "name text;; value text"), keyspace::settings),
                new GeneratedTable(
                        table(
                                "clients",
                                "currently connected clients",
                                "address inet; port int; client_options"
                                        + " frozen<map<text, text>>, connection_stage text, driver_name text, driver_version text,"
                                        + " hostname text, keyspace_name text, protocol_version int, request_count bigint,"
                                        + " ssl_cipher_suite text, ssl_enabled boolean, ssl_protocol text, username text"),
                        keyspace::clients),
                new GeneratedTable(
                        table(
                                "sstable_tasks",
                                "current sstable tasks",
                                "keyspace_name text; table_name text,"
                                        + " task_id timeuuid; completion_ratio double, kind text, progress bigint, sstables int,"
                                        + " target_directory text, total bigint, total_compressed bigint, unit text"),
                        keyspace::tasks),
                new GeneratedTable(
                        table(
                                "compaction_stats",
                                "how the compaction of each table stands, and what it did since the start",
                                "keyspace_name text; table_name text; bytes_flushed bigint, bytes_read bigint,"
                                        + " bytes_written bigint, cells_dropped bigint, completed_tasks bigint,"
                                        + " debt_seconds double, duplicates_dropped bigint, enabled boolean,"
                                        + " failed_tasks bigint, live_bytes bigint, pending_bytes bigint,"
                                        + " pending_sstables int, pending_tasks int, rows_merged bigint,"
                                        + " running_tasks int, seconds double, sstables int, sstables_expired bigint,"
                                        + " sstables_in bigint, sstables_out bigint, stopped_tasks bigint,"
                                        + " strategy text, throughput bigint, tombstones_dropped bigint"),
                        keyspace::compactionStats),
                new GeneratedTable(
                        table(
                                "amplification",
                                "what each table costs in bytes written, files read and space, and its debt",
                                "keyspace_name text; table_name text; debt_seconds double, pending_bytes bigint,"
                                        + " pending_tasks int, read_amplification double, space_amplification double,"
                                        + " write_amplification double"),
                        keyspace::amplification));
    }

    private static TableMetadata table(String name, String comment, String columns) {
        return TableText.table(SystemTables.VIEWS, name, comment, columns);
    }

    private void settings(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        sources.settings()
                .forEach((name, value) -> new Row(table)
                        .text("name", name)
                        .text("value", Optional.of(value).filter(text -> !text.isEmpty()))
                        .tell(sink));
    }

    private void clients(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        for (var client : sources.clients()) {
            var row = new Row(table)
                    .inet("address", client.address().getAddress())
                    .number("port", client.address().getPort())
                    .map("client_options", client.options())
                    .text("connection_stage", client.stage())
                    .text("hostname", client.address().getHostString())
                    .text("keyspace_name", client.keyspace())
                    .number("protocol_version", client.protocolVersion())
                    .bigint("request_count", client.requestCount())
                    .truth("ssl_enabled", false)
                    .text("username", client.user());
            if (client.options().containsKey("DRIVER_NAME")) {
                row.text("driver_name", client.options().get("DRIVER_NAME"));
            }
            if (client.options().containsKey("DRIVER_VERSION")) {
                row.text("driver_version", client.options().get("DRIVER_VERSION"));
            }
            row.tell(sink);
        }
    }

    private void tasks(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        for (var task : sources.sstableTasks()) {
            new Row(table)
                    .text("keyspace_name", task.keyspace())
                    .text("table_name", task.table())
                    .uuid("task_id", task.id())
                    .number("completion_ratio", task.total() == 0 ? 1.0 : (double) task.progress() / task.total())
                    .text("kind", task.kind())
                    .bigint("progress", task.progress())
                    .number("sstables", task.sstables())
                    .text("target_directory", task.targetDirectory())
                    .bigint("total", task.total())
                    .bigint("total_compressed", task.totalCompressed())
                    .text("unit", task.unit())
                    .tell(sink);
        }
    }

    private void compactionStats(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        for (var stats : sources.compactionStats()) {
            var done = stats.done();
            var row = new Row(table)
                    .text("keyspace_name", stats.keyspace())
                    .text("table_name", stats.table())
                    .bigint("bytes_flushed", done.bytesFlushed())
                    .bigint("bytes_read", done.bytesRead())
                    .bigint("bytes_written", done.bytesWritten())
                    .bigint("cells_dropped", done.cellsDropped())
                    .bigint("completed_tasks", done.completed())
                    .bigint("duplicates_dropped", done.duplicatesDropped())
                    .truth("enabled", stats.enabled())
                    .bigint("failed_tasks", done.failed())
                    .bigint("live_bytes", stats.liveBytes())
                    .bigint("pending_bytes", stats.pendingBytes())
                    .number("pending_sstables", stats.pendingSSTables())
                    .number("pending_tasks", stats.pendingTasks())
                    .bigint("rows_merged", done.rowsMerged())
                    .number("running_tasks", stats.runningTasks())
                    .number("seconds", done.seconds())
                    .number("sstables", stats.sstables())
                    .bigint("sstables_expired", done.sstablesExpired())
                    .bigint("sstables_in", done.sstablesIn())
                    .bigint("sstables_out", done.sstablesOut())
                    .bigint("stopped_tasks", done.stopped())
                    .text("strategy", stats.strategy())
                    .bigint("throughput", done.throughput())
                    .bigint("tombstones_dropped", done.tombstonesDropped());
            stats.debtSeconds().ifPresent(seconds -> row.number("debt_seconds", seconds));
            row.tell(sink);
        }
    }

    private void amplification(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        var keyspaces = wanted.stream()
                .map(key -> new String(key, StandardCharsets.UTF_8))
                .toList();
        for (var costs : sources.amplification(name -> keyspaces.isEmpty() || keyspaces.contains(name))) {
            var row = new Row(table)
                    .text("keyspace_name", costs.keyspace())
                    .text("table_name", costs.table())
                    .bigint("pending_bytes", costs.pendingBytes())
                    .number("pending_tasks", costs.pendingTasks())
                    .number("read_amplification", costs.read());
            if (!Double.isNaN(costs.write())) {
                row.number("write_amplification", costs.write());
            }
            costs.space().ifPresent(space -> row.number("space_amplification", space));
            costs.debtSeconds().ifPresent(seconds -> row.number("debt_seconds", seconds));
            row.tell(sink);
        }
    }
}
