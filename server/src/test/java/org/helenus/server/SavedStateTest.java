package org.helenus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.protocol.message.Event;
import org.helenus.protocol.message.EventType;
import org.helenus.protocol.message.PreparedResult;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.protocol.message.RowsResult;
import org.helenus.protocol.message.SchemaChanged;
import org.helenus.schema.error.Unprepared;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server goes back, and whoever is connected does not have to.
class SavedStateTest {
    private static final QueryParameters PLAIN = QueryParameters.of(ConsistencyLevel.ONE, BoundValues.EMPTY);
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final VirtualClock clock = VirtualClock.standingAt(START);
    private HelenusServer server;
    private CqlConnection client;

    @BeforeEach
    void start() throws IOException {
        server = HelenusServer.builder().inMemory().port(0).clock(clock).start();
        client = VirtualClockTest.connect(server);
        prepare(client);
    }

    private static void prepare(CqlConnection client) throws IOException {
        client.query("CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        client.query("CREATE TYPE k.pair (a int, b int)");
        client.query("CREATE TABLE k.t (id int PRIMARY KEY, v text, p frozen<pair>, l list<int>)");
        client.query("CREATE TABLE k.counted (id int PRIMARY KEY, n counter)");
        client.query("INSERT INTO k.t (id, v, p, l) VALUES (1, 'one', {a: 1, b: 2}, [1, 2])");
        client.query("INSERT INTO k.t (id, v) VALUES (2, 'brief') USING TTL 600");
        client.query("UPDATE k.counted SET n = n + 5 WHERE id = 1");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private String json(String cql) throws IOException {
        var page = client.rows(cql);
        var text = new StringBuilder();
        for (int row = 0; row < page.rowCount(); row++) {
            text.append(new String(page.value(row, 0).orElseThrow(), StandardCharsets.UTF_8))
                    .append('\n');
        }
        return text.toString();
    }

    private String all() throws IOException {
        return json("SELECT JSON id, v, p, l, writetime(v), ttl(v) FROM k.t") + json("SELECT JSON * FROM k.counted");
    }

    @Test
    void rowsTimestampsAndTimeAreWhatTheyWere() throws IOException {
        String before = all();
        try (var saved = server.save()) {
            for (int round = 0; round < 3; round++) {
                client.query("DELETE FROM k.t WHERE id = 1");
                client.query("UPDATE k.counted SET n = n + 1 WHERE id = 1");
                clock.advance(Duration.ofDays(20));
                client.query("INSERT INTO k.t (id, v) VALUES (3, 'three')");
                server.compact("k", "t");
                assertThat(all()).isNotEqualTo(before);
                saved.restore();
                assertThat(clock.now()).isEqualTo(START);
                assertThat(all()).isEqualTo(before);
            }
        }
        client.query("UPDATE k.t SET l = l + [3], v = 'uno' WHERE id = 1");
        client.query("UPDATE k.counted SET n = n + 1 WHERE id = 1");
        assertThat(json("SELECT JSON v, l FROM k.t WHERE id = 1")).isEqualTo("{\"v\": \"uno\", \"l\": [1, 2, 3]}\n");
        assertThat(json("SELECT JSON n FROM k.counted")).isEqualTo("{\"n\": 6}\n");
    }

    /// Uuids of time go back with the clock, but never behind those that are kept: lists are ordered by them.
    @Test
    void whatComesAfterwardsIsLaterThanWhatWasKept() throws IOException {
        for (int i = 3; i < 20; i++) {
            client.query("UPDATE k.t SET l = l + [" + i + "] WHERE id = 1");
        }
        try (var saved = server.save()) {
            clock.advance(Duration.ofDays(1));
            client.query("UPDATE k.t SET l = l + [77] WHERE id = 1");
            saved.restore();
        }
        client.query("UPDATE k.t SET l = l + [20] WHERE id = 1");
        assertThat(json("SELECT JSON l FROM k.t WHERE id = 1"))
                .startsWith("{\"l\": [1, 2, 3")
                .endsWith("19, 20]}\n");
        var now = client.rows("SELECT toUnixTimestamp(now()) FROM k.t WHERE id = 1");
        assertThat(ByteBuffer.wrap(now.value(0, 0).orElseThrow()).getLong()).isEqualTo(START.toEpochMilli());
    }

    @Test
    void preparedStatementsGoOn() throws IOException {
        var select = client.prepare("SELECT * FROM k.t WHERE id = 1");
        var insert = client.prepare("INSERT INTO k.t (id, v) VALUES (7, 'seven')");
        try (var saved = server.save()) {
            client.query("ALTER TABLE k.t DROP v");
            client.query("ALTER TABLE k.t ADD w int");
            assertThatThrownBy(() -> run(select)).isInstanceOf(Unprepared.class);
            saved.restore();
            assertThat(run(select).rowCount()).isOne();
            client.execute(insert, PLAIN);

            client.query("DROP TABLE k.t");
            assertThatThrownBy(() -> run(select)).isInstanceOf(Unprepared.class);
            saved.restore();
            assertThat(run(select).rowCount()).isOne();
            client.execute(insert, PLAIN);
            assertThat(json("SELECT JSON v FROM k.t WHERE id = 7")).isEqualTo("{\"v\": \"seven\"}\n");

            client.query("DROP KEYSPACE k");
            saved.restore();
            assertThat(run(select).rowCount()).isOne();
            assertThat(json("SELECT JSON p FROM k.t WHERE id = 1")).isEqualTo("{\"p\": {\"a\": 1, \"b\": 2}}\n");
        }
    }

    private RowsResult run(PreparedResult prepared) throws IOException {
        return (RowsResult) client.execute(prepared, PLAIN).response();
    }

    /// A column that was dropped and added again under its name is the one before, with its cells.
    @Test
    void droppedColumnsComeBack() throws IOException {
        try (var saved = server.save()) {
            client.query("ALTER TABLE k.t DROP v");
            client.query("ALTER TABLE k.t ADD v text");
            assertThat(json("SELECT JSON v FROM k.t WHERE id = 1")).isEqualTo("{\"v\": null}\n");
            saved.restore();
        }
        assertThat(json("SELECT JSON v FROM k.t WHERE id = 1")).isEqualTo("{\"v\": \"one\"}\n");
        client.query("ALTER TABLE k.t ADD w text");
        assertThat(json("SELECT JSON w FROM k.t WHERE id = 1")).isEqualTo("{\"w\": null}\n");
    }

    @Test
    void listenersHearOfTablesThatComeAndGo() throws Exception {
        var events = new LinkedBlockingQueue<Event>();
        try (var saved = server.save();
                var listener = VirtualClockTest.connect(server)) {
            client.query("DROP TABLE k.counted");
            client.query("ALTER TABLE k.t ADD w int");
            client.query("CREATE TYPE k.more (x int)");
            client.query("CREATE KEYSPACE other WITH replication ="
                    + " {'class': 'SimpleStrategy', 'replication_factor': 1}");
            listener.register(EnumSet.of(EventType.SCHEMA_CHANGE), events::add);
            saved.restore();
            var expected = List.of(
                    event(SchemaChanged.Change.DROPPED, SchemaChanged.Target.KEYSPACE, "other", ""),
                    event(SchemaChanged.Change.CREATED, SchemaChanged.Target.TABLE, "k", "counted"),
                    event(SchemaChanged.Change.UPDATED, SchemaChanged.Target.TABLE, "k", "t"),
                    event(SchemaChanged.Change.DROPPED, SchemaChanged.Target.TYPE, "k", "more"));
            for (var event : expected) {
                assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(event);
            }
        }
    }

    private static SchemaChanged event(
            SchemaChanged.Change change, SchemaChanged.Target target, String keyspace, String name) {
        return new SchemaChanged(change, target, keyspace, name, List.of());
    }

    @Test
    void aServerOnADiskGoesBackTooAndStaysThereAfterARestart(@TempDir Path data) throws IOException {
        try (var other = HelenusServer.builder().dataDirectory(data).port(0).start();
                var there = VirtualClockTest.connect(other)) {
            prepare(there);
            try (var saved = other.save()) {
                there.query("TRUNCATE k.t");
                there.query("DROP TABLE k.counted");
                saved.restore();
            }
            there.query("INSERT INTO k.t (id, v) VALUES (9, 'nine')");
        }
        try (var other = HelenusServer.builder().dataDirectory(data).port(0).start();
                var there = VirtualClockTest.connect(other)) {
            assertThat(there.rows("SELECT * FROM k.t").rowCount()).isEqualTo(3);
            assertThat(there.rows("SELECT * FROM k.counted").rowCount()).isOne();
        }
    }
}
