package org.helenus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What `system_views` tells of what clients did.
class ActivityViewsTest {
    private HelenusServer server;
    private CqlConnection client;

    @BeforeEach
    void start() throws IOException {
        server = HelenusServer.builder().inMemory().port(0).start();
        client = CqlConnection.connect(ConnectOptions.to("127.0.0.1", server.port()));
        client.query("CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        client.query("CREATE TABLE k.t (p int, c int, v text, PRIMARY KEY (p, c))");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private long number(String cql) throws IOException {
        byte[] value = client.rows(cql).value(0, 0).orElseThrow();
        return value.length == 4
                ? ByteBuffer.wrap(value).getInt()
                : ByteBuffer.wrap(value).getLong();
    }

    private double real(String cql) throws IOException {
        return Double.longBitsToDouble(number(cql));
    }

    private String text(String cql) throws IOException {
        return new String(client.rows(cql).value(0, 0).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static String of(String view, String column) {
        return "SELECT " + column + " FROM system_views." + view + " WHERE keyspace_name = 'k' AND table_name = 't'";
    }

    @Test
    void latenciesAreThereOnceEnoughWasDone() throws IOException {
        for (int i = 0; i < 64; i++) {
            client.query("INSERT INTO k.t (p, c, v) VALUES (1, " + i + ", 'x')");
            client.query("SELECT v FROM k.t WHERE p = 1 AND c = " + i);
            client.query("SELECT v FROM k.t LIMIT 10");
        }
        client.query("SELECT v FROM k.t WHERE p = 1");
        assertThat(number(of("local_write_latency", "count"))).isEqualTo(64);
        assertThat(number(of("local_read_latency", "count"))).isEqualTo(65);
        assertThat(number(of("local_scan_latency", "count"))).isEqualTo(64);
        for (var kind : new String[] {"read", "write", "scan"}) {
            for (var place : new String[] {"local", "coordinator"}) {
                var view = place + "_" + kind + "_latency";
                assertThat(real(of(view, "p50th_ms"))).as(view).isPositive();
                assertThat(real(of(view, "max_ms"))).as(view).isGreaterThanOrEqualTo(real(of(view, "p99th_ms")));
            }
        }
        assertThat(number(of("rows_per_read", "count"))).isEqualTo(129);
        assertThat(real(of("rows_per_read", "max"))).isEqualTo(64);
    }

    @Test
    void batchesAndStatementsAreCounted() throws IOException {
        client.query("BEGIN BATCH INSERT INTO k.t (p, c) VALUES (1, 1); INSERT INTO k.t (p, c) VALUES (2, 1);"
                + " INSERT INTO k.t (p, c) VALUES (2, 2); APPLY BATCH");
        client.query("BEGIN UNLOGGED BATCH INSERT INTO k.t (p, c) VALUES (1, 1); APPLY BATCH");
        var max = "SELECT max FROM system_views.batch_metrics WHERE name = 'partitions_per_";
        assertThat(number(max + "logged_batch'")).isEqualTo(2);
        assertThat(number(max + "unlogged_batch'")).isEqualTo(1);
        assertThat(number(max + "counter_batch'")).isZero();

        var prepared = client.prepare("SELECT v FROM k.t WHERE p = 1");
        for (int i = 0; i < 3; i++) {
            client.execute(prepared, QueryParameters.of(ConsistencyLevel.ONE, BoundValues.EMPTY));
        }
        var value = "SELECT value FROM system_views.cql_metrics WHERE name = '";
        assertThat(real(value + "prepared_statements_count'")).isEqualTo(1);
        assertThat(real(value + "prepared_statements_executed'")).isEqualTo(3);
        assertThat(real(value + "regular_statements_executed'")).isGreaterThan(5);
        assertThat(real(value + "prepared_statements_ratio'")).isBetween(0.01, 0.5);
    }

    /// The one that asks is at work itself.
    @Test
    void theRunningQueryIsSeen() throws IOException {
        assertThat(text("SELECT task FROM system_views.queries"))
                .isEqualTo("QUERY SELECT task FROM system_views.queries at consistency ONE");
        assertThat(client.rows("SELECT thread_id FROM system_views.queries").rowCount())
                .isEqualTo(1);
    }

    @Test
    void snapshotsAreListed() throws IOException {
        client.query("INSERT INTO k.t (p, c, v) VALUES (1, 1, 'x')");
        client.query("TRUNCATE k.t");
        assertThat(text("SELECT table_name FROM system_views.snapshots")).isEqualTo("t");
        assertThat(text("SELECT name FROM system_views.snapshots")).startsWith("truncated-");
        assertThat(number("SELECT size_on_disk FROM system_views.snapshots")).isPositive();
        assertThat(number("SELECT true_size FROM system_views.snapshots")).isPositive();
    }
}
