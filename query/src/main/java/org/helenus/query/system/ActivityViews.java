package org.helenus.query.system;

import java.util.List;
import java.util.function.Function;
import org.helenus.query.VirtualTable.RowSink;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.CountHistogram;
import org.helenus.storage.LatencyHistogram;
import org.helenus.storage.OperationActivity;
import org.helenus.storage.TableActivity;

/// What of `system_views` tells of what clients do. Figures count from the start on, where Cassandra's fade.
final class ActivityViews {
    private static final String OF_TABLE = "keyspace_name text, table_name text;; ";
    private static final String LATENCY =
            OF_TABLE + "count bigint, max_ms double, p50th_ms double, p99th_ms double, per_second double";
    private static final String COUNTS = OF_TABLE + "count bigint, max double, p50th double, p99th double";
    private static final String INTERNODE = "address inet, port int; dc text, rack text; ";

    private final SystemSources sources;

    private ActivityViews(SystemSources sources) {
        this.sources = sources;
    }

    static List<GeneratedTable> tables(SystemSources sources) {
        var views = new ActivityViews(sources);
        return List.of(
                views.latencies("local_read_latency", TableActivity::reading, OperationActivity::latency),
                views.latencies("local_scan_latency", TableActivity::scanning, OperationActivity::latency),
                views.latencies("local_write_latency", TableActivity::writing, OperationActivity::latency),
                views.latencies("coordinator_read_latency", TableActivity::reading, OperationActivity::requestLatency),
                views.latencies("coordinator_scan_latency", TableActivity::scanning, OperationActivity::requestLatency),
                views.latencies("coordinator_write_latency", TableActivity::writing, OperationActivity::requestLatency),
                views.counts("rows_per_read", TableActivity::rowsPerRead),
                views.counts("tombstones_per_read", TableActivity::tombstonesPerRead),
                new GeneratedTable(
                        table(
                                "queries",
                                "Lists currently running queries",
                                "thread_id text;; queued_micros bigint, running_micros bigint, task text"),
                        views::queries),
                new GeneratedTable(
                        table(
                                "batch_metrics",
                                "Metrics specific to batch statements",
                                "name text;; max bigint, p50th double, p999th double, p99th double"),
                        views::batches),
                new GeneratedTable(
                        table(
                                "cql_metrics",
                                "Metrics specific to CQL prepared statement caching",
                                "name text;; value double"),
                        views::statements),
                // a node alone talks to nobody
                GeneratedTable.empty(table(
                        "internode_inbound",
                        "",
                        INTERNODE + "corrupt_frames_recovered bigint, corrupt_frames_unrecovered bigint,"
                                + " error_bytes bigint, error_count bigint, expired_bytes bigint, expired_count bigint,"
                                + " processed_bytes bigint, processed_count bigint, received_bytes bigint,"
                                + " received_count bigint, scheduled_bytes bigint, scheduled_count bigint,"
                                + " throttled_count bigint, throttled_nanos bigint, using_bytes bigint,"
                                + " using_reserve_bytes bigint")),
                GeneratedTable.empty(table(
                        "internode_outbound",
                        "",
                        INTERNODE + "active_connections bigint, connection_attempts bigint, error_bytes bigint,"
                                + " error_count bigint, expired_bytes bigint, expired_count bigint,"
                                + " overload_bytes bigint, overload_count bigint, pending_bytes bigint,"
                                + " pending_count bigint, sent_bytes bigint, sent_count bigint,"
                                + " successful_connection_attempts bigint, using_bytes bigint,"
                                + " using_reserve_bytes bigint")));
    }

    private static TableMetadata table(String name, String comment, String columns) {
        return TableText.table(SystemTables.VIEWS, name, comment, columns);
    }

    private GeneratedTable latencies(
            String name,
            Function<TableActivity, OperationActivity> operation,
            Function<OperationActivity, LatencyHistogram.Snapshot> latency) {
        return new GeneratedTable(table(name, "", LATENCY), (table, _, sink) -> {
            for (var active : sources.activities()) {
                OperationActivity done = operation.apply(active.activity());
                LatencyHistogram.Snapshot took = latency.apply(done);
                new Row(table)
                        .text("keyspace_name", active.keyspace())
                        .text("table_name", active.table())
                        .bigint("count", done.count())
                        .number("max_ms", took.micros(1) / 1e3)
                        .number("p50th_ms", took.micros(0.5) / 1e3)
                        .number("p99th_ms", took.micros(0.99) / 1e3)
                        .number("per_second", done.perSecond())
                        .tell(sink);
            }
        });
    }

    private GeneratedTable counts(String name, Function<TableActivity, CountHistogram> counts) {
        return new GeneratedTable(table(name, "", COUNTS), (table, _, sink) -> {
            for (var active : sources.activities()) {
                CountHistogram seen = counts.apply(active.activity());
                new Row(table)
                        .text("keyspace_name", active.keyspace())
                        .text("table_name", active.table())
                        .bigint("count", active.activity().reads())
                        .number("max", (double) seen.greatest())
                        .number("p50th", seen.percentile(0.5))
                        .number("p99th", seen.percentile(0.99))
                        .tell(sink);
            }
        });
    }

    private void queries(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        for (var query : sources.queries()) {
            new Row(table)
                    .text("thread_id", query.thread())
                    .bigint("queued_micros", query.queuedMicros())
                    .bigint("running_micros", query.runningMicros())
                    .text("task", query.task())
                    .tell(sink);
        }
    }

    private void batches(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        sources.batches()
                .forEach((name, partitions) -> new Row(table)
                        .text("name", name)
                        .bigint("max", partitions.greatest())
                        .number("p50th", partitions.percentile(0.5))
                        .number("p999th", partitions.percentile(0.999))
                        .number("p99th", partitions.percentile(0.99))
                        .tell(sink));
    }

    private void statements(TableMetadata table, List<byte[]> wanted, RowSink sink) {
        sources.statements()
                .forEach((name, value) ->
                        new Row(table).text("name", name).number("value", value).tell(sink));
    }
}
