package org.helenus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.protocol.client.Page;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;

/// What clients, dashboards and later lives of a server see of its compactions. A server that stops flushes, so each
/// life leaves a file.
final class CompactionAccountingTest {
    private final MemoryDisk disk = new MemoryDisk(5);

    @FunctionalInterface
    private interface Life {
        void live(HelenusServer server, CqlConnection client) throws Exception;
    }

    private void live(Life life) throws Exception {
        try (var server = HelenusServer.builder().disk(disk).port(0).start();
                var client = CqlConnection.connect(
                        ConnectOptions.to("127.0.0.1", server.port()).withVersion(5))) {
            life.live(server, client);
        }
    }

    /// Rows, each value as a text.
    private static List<List<String>> rows(CqlConnection client, String cql) throws IOException {
        Page page = client.rows(cql);
        var rows = new ArrayList<List<String>>();
        for (int row = 0; row < page.rowCount(); row++) {
            var values = new ArrayList<String>();
            for (int column = 0; column < page.columns().size(); column++) {
                var type = page.columns().get(column).type();
                values.add(page.value(row, column).map(type::format).orElse("null"));
            }
            rows.add(values);
        }
        return rows;
    }

    private static String value(CqlConnection client, String columns, String table) throws IOException {
        return String.join(
                " ",
                rows(
                                client,
                                "SELECT " + columns + " FROM system_views." + table
                                        + " WHERE keyspace_name = 'k' AND table_name = 't'")
                        .getFirst());
    }

    private static void awaitCompactions(CqlConnection client, int count) throws IOException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!value(client, "completed_tasks", "compaction_stats").equals(Integer.toString(count))
                && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(value(client, "completed_tasks, running_tasks", "compaction_stats"))
                .isEqualTo(count + " 0");
    }

    private static void insert(CqlConnection client, int from, int to) throws IOException {
        for (int id = from; id < to; id++) {
            client.query("INSERT INTO k.t (id, v) VALUES (" + id + ", 'value " + id + "')");
        }
    }

    private static Object metric(HelenusServer server, String name) {
        Gauge<?> gauge = server.metrics().getGauges().get(name);
        return gauge.getValue();
    }

    @Test
    void whatACompactionDidIsToldAndKept() throws Exception {
        live((server, client) -> {
            client.query("CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            client.query("CREATE TABLE k.t (id int PRIMARY KEY, v text)");
            insert(client, 0, 40);
            assertThat(rows(client, "SELECT * FROM system.compaction_history")).isEmpty();
            assertThat(value(client, "write_amplification, space_amplification", "amplification"))
                    .isEqualTo("1.0 null");
        });
        for (int i = 1; i <= 2; i++) {
            int life = i;
            live((_, client) -> insert(client, 20 * life, 20 * life + 40));
        }
        live((server, client) -> {
            insert(client, 0, 10);
            assertThat(value(client, "strategy, enabled, sstables, pending_tasks, debt_seconds", "compaction_stats"))
                    .isEqualTo("'SizeTieredCompactionStrategy' true 3 0 0.0");
            assertThat(value(client, "read_amplification", "amplification"))
                    .satisfies(files -> assertThat(Double.parseDouble(files)).isBetween(2.0, 3.0));
            // 120 rows in files, of which 80 can be seen
            assertThat(value(client, "space_amplification", "amplification"))
                    .satisfies(space -> assertThat(Double.parseDouble(space)).isBetween(1.4, 1.6));
        });
        live((server, client) -> {
            awaitCompactions(client, 1);
            assertThat(value(
                            client,
                            "sstables, sstables_in, sstables_out, rows_merged, duplicates_dropped, cells_dropped,"
                                    + " tombstones_dropped, failed_tasks, stopped_tasks",
                            "compaction_stats"))
                    .isEqualTo("1 4 1 80 50 50 0 0 0");
            assertThat(value(client, "read_amplification, space_amplification", "amplification"))
                    .matches("0\\.9\\d* 1\\.0");
            assertThat(metric(server, "compaction.tasks.completed")).isEqualTo(1L);
            assertThat(metric(server, "compaction.tasks.running")).isEqualTo(0L);
            assertThat(metric(server, "compaction.rows.duplicates_dropped")).isEqualTo(50L);
            assertThat(metric(server, "compaction.debt.seconds")).isEqualTo(0.0);
            assertThat((long) metric(server, "compaction.bytes.written")).isPositive();
            assertThat(metric(server, "back_pressure.pressure")).isEqualTo(0.0);
            assertThat(metric(server, "back_pressure.reason")).isEqualTo("");
            checkHistory(client);
        });
        live((server, client) -> {
            checkHistory(client); // it outlives the server
            assertThat(metric(server, "compaction.tasks.completed")).isEqualTo(0L);
            assertThat(rows(client, "SELECT TTL(bytes_in) FROM system.compaction_history")
                            .getFirst()
                            .getFirst())
                    .satisfies(left -> assertThat(Integer.parseInt(left)).isBetween(600_000, 604_800));
            assertThat(rows(client, "SELECT * FROM system_schema.tables WHERE keyspace_name = 'system'"))
                    .anyMatch(row -> row.contains("'compaction_history'"))
                    .anyMatch(row -> row.contains("'local'"));
            assertThat(rows(client, "SELECT keyspace_name FROM system_schema.keyspaces"))
                    .doesNotHaveDuplicates();
        });
    }

    private static void checkHistory(CqlConnection client) throws IOException {
        var history = rows(
                client,
                "SELECT keyspace_name, columnfamily_name, rows_merged, compaction_properties['compaction_type'],"
                        + " compaction_properties['sstables_in'], compaction_properties['duplicates_dropped']"
                        + " FROM system.compaction_history");
        assertThat(history)
                .contains(List.of("'k'", "'t'", "{1: 30, 2: 50}", "'Compaction'", "'4'", "'50'"))
                .noneMatch(row -> row.contains("'compaction_history'"));
        assertThat(rows(client, "SELECT id FROM system.compaction_history")).doesNotHaveDuplicates();
    }

    /// Merges of the history are not in it, or each would bring the next.
    @Test
    void theHistoryRestsWhenNothingElseHappens() throws Exception {
        for (int i = 0; i < 4; i++) {
            live((_, client) -> client.query("INSERT INTO system.compaction_history (id, bytes_in) VALUES (now(), 1)"));
        }
        live((_, client) -> {
            String own = "SELECT completed_tasks FROM system_views.compaction_stats"
                    + " WHERE keyspace_name = 'system' AND table_name = 'compaction_history'";
            long end = System.nanoTime() + 30_000_000_000L;
            while (!rows(client, own).getFirst().getFirst().equals("1") && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(rows(client, own)).containsExactly(List.of("1"));
            assertThat(rows(client, "SELECT bytes_in FROM system.compaction_history"))
                    .hasSize(4)
                    .containsOnly(List.of("1"));
        });
    }
}
