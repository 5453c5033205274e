package org.helenus.query.system;

import java.util.List;
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
                        keyspace::tasks));
    }

    private static TableMetadata table(String name, String comment, String columns) {
        return TableText.table(SystemTables.VIEWS, name, comment, columns);
    }

    private void settings(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        sources.settings()
                .forEach((name, value) ->
                        new Row(table).text("name", name).text("value", value).tell(sink));
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
                    .bigint("total", task.total())
                    .text("unit", task.unit())
                    .tell(sink);
        }
    }
}
