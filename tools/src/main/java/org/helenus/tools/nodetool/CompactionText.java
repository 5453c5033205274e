package org.helenus.tools.nodetool;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Locale;

/// What reports of compactions look like: `compactionstats`, `compactionhistory`, `statusautocompaction -a`.
final class CompactionText {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);
    private static final double MIB = 1 << 20;

    private CompactionText() {}

    /// @param asView what runs has the columns of `system_views.sstable_tasks`
    static String now(JsonValue report, boolean human, boolean asView) {
        long pending = 0;
        for (var table : report.list("pending")) {
            pending += table.number("tasks");
        }
        var columns = new Columns()
                .row("concurrent compactors", Long.toString(report.number("concurrent_compactors")))
                .row("pending tasks", Long.toString(pending));
        for (var table : report.list("pending")) {
            columns.row(table.text("keyspace"), table.text("table"), Long.toString(table.number("tasks")));
        }
        long completed = report.number("completed");
        long throughput = report.number("throughput_bytes");
        double hours = report.number("uptime_seconds") / 3600.0;
        columns.row("compactions completed", Long.toString(completed))
                .row("data compacted", Amounts.bytes(report.number("content_bytes_read"), human))
                .row("compressed data compacted", Amounts.bytes(report.number("bytes_read"), human))
                .row("compactions aborted", Long.toString(report.number("failed") + report.number("stopped")))
                .row("compactions reduced", Long.toString(report.number("reduced")))
                .row("sstables dropped from compaction", Long.toString(report.number("sstables_left_out")))
                .row("15 minute rate", Amounts.fixed(report.decimal("completed_per_second") * 60, 2) + "/minute")
                .row("mean rate", Amounts.fixed(hours == 0 ? 0 : completed / hours, 2) + "/hour")
                .row(
                        "compaction throughput (MiB/s)",
                        throughput == 0 ? "throttling disabled (0)" : Double.toString(throughput / MIB));
        if (report.truth("paused")) {
            columns.row("compactions paused", "yes");
        }
        running(columns, report, human, asView);
        return columns.toString();
    }

    private static void running(Columns columns, JsonValue report, boolean human, boolean asView) {
        var running = report.list("running");
        if (running.isEmpty()) {
            return;
        }
        if (asView) {
            columns.row(
                    "keyspace",
                    "table",
                    "task id",
                    "completion ratio",
                    "kind",
                    "progress",
                    "sstables",
                    "total",
                    "total compressed",
                    "unit",
                    "target directory");
        } else {
            columns.row("id", "compaction type", "keyspace", "table", "completed", "total", "unit", "progress");
        }
        long left = 0;
        for (var task : running) {
            long done = task.number("bytes_done");
            long total = task.number("bytes_total");
            long stored = task.number("bytes_stored");
            left += total == 0 ? stored : Math.round((double) Math.max(0, total - done) / total * stored);
            var share = total == 0 ? "n/a" : Amounts.fixed(100.0 * done / total, 2) + "%";
            if (asView) {
                columns.row(
                        task.text("keyspace"),
                        task.text("table"),
                        task.text("id"),
                        share,
                        task.text("type"),
                        Amounts.bytes(done, human),
                        Long.toString(task.number("sstables")),
                        Amounts.bytes(total, human),
                        Amounts.bytes(task.number("bytes_stored"), human),
                        "bytes",
                        task.text("target_directory"));
                continue;
            }
            columns.row(
                    task.text("id"),
                    task.text("type"),
                    task.text("keyspace"),
                    task.text("table"),
                    Amounts.bytes(done, human),
                    Amounts.bytes(total, human),
                    "bytes",
                    share);
        }
        columns.row("active compaction remaining time", remaining(left, report.number("throughput_bytes")));
    }

    private static String remaining(long bytes, long throughput) {
        if (throughput == 0) {
            return "n/a";
        }
        long seconds = bytes / throughput;
        return String.format(Locale.ROOT, "%dh%02dm%02ds", seconds / 3600, seconds % 3600 / 60, seconds % 60);
    }

    static String history(JsonValue report, ZoneId zone) {
        var columns = new Columns()
                .row(
                        "id",
                        "keyspace_name",
                        "columnfamily_name",
                        "compacted_at",
                        "bytes_in",
                        "bytes_out",
                        "rows_merged",
                        "compaction_properties");
        for (var one : report.list("history")) {
            columns.row(
                    one.text("id"),
                    one.text("keyspace"),
                    one.text("table"),
                    time(one, zone),
                    Long.toString(one.number("bytes_in")),
                    Long.toString(one.number("bytes_out")),
                    rowsMerged(one),
                    properties(one));
        }
        return report.list("history").isEmpty()
                ? "There is no compaction history\n"
                : "Compaction History: \n" + columns;
    }

    /// As Cassandra's `compactionhistory -F json`.
    static JsonValue historyJson(JsonValue report, ZoneId zone) {
        var items = new ArrayList<JsonValue>();
        for (var one : report.list("history")) {
            var fields = JsonValue.fields();
            fields.put("id", one.get("id"));
            fields.put("keyspace_name", one.get("keyspace"));
            fields.put("columnfamily_name", one.get("table"));
            fields.put("compacted_at", JsonValue.of(time(one, zone)));
            fields.put("bytes_in", one.get("bytes_in"));
            fields.put("bytes_out", one.get("bytes_out"));
            fields.put("rows_merged", JsonValue.of(rowsMerged(one)));
            fields.put("compaction_properties", JsonValue.of(properties(one)));
            items.add(new JsonValue.Fields(fields));
        }
        var all = JsonValue.fields();
        all.put("CompactionHistory", new JsonValue.Items(items));
        return new JsonValue.Fields(all);
    }

    private static String time(JsonValue one, ZoneId zone) {
        return MILLIS.format(LocalDateTime.ofInstant(Instant.ofEpochMilli(one.number("compacted_at_millis")), zone));
    }

    private static String rowsMerged(JsonValue one) {
        var out = new StringBuilder("{");
        if (one.get("rows_merged") instanceof JsonValue.Fields(var versions)) {
            versions.forEach((version, rows) -> out.append(out.length() == 1 ? "" : ", ")
                    .append(version)
                    .append(':')
                    .append(rows.pretty()));
        }
        return out.append('}').toString();
    }

    private static String properties(JsonValue one) {
        var out = new StringBuilder("{");
        if (one.get("properties") instanceof JsonValue.Fields(var properties)) {
            properties.forEach((name, value) -> out.append(out.length() == 1 ? "" : ", ")
                    .append(name)
                    .append(':')
                    .append(value instanceof JsonValue.Text(String text) ? text : value.pretty()));
        }
        return out.append('}').toString();
    }

    static String automatic(JsonValue report) {
        var columns = new Columns().row("Keyspace", "Table", "Status");
        for (var table : report.list("tables")) {
            columns.row(
                    table.text("keyspace"), table.text("table"), table.truth("enabled") ? "running" : "not running");
        }
        return columns.toString();
    }
}
