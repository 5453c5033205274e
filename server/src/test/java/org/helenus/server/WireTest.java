package org.helenus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.protocol.client.Page;
import org.helenus.protocol.message.Batch;
import org.helenus.protocol.message.BatchEntry;
import org.helenus.protocol.message.BatchType;
import org.helenus.protocol.message.Event;
import org.helenus.protocol.message.EventType;
import org.helenus.protocol.message.PreparedResult;
import org.helenus.protocol.message.Query;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.protocol.message.RowsResult;
import org.helenus.protocol.message.SchemaChangeResult;
import org.helenus.protocol.message.SchemaChanged;
import org.helenus.protocol.message.SetKeyspaceResult;
import org.helenus.schema.error.Unprepared;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;
import org.helenus.server.config.ConfigFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the protocol and the query floor say to each other, as seen by a client without a driver's help.
class WireTest {
    private static final QueryParameters PLAIN = QueryParameters.of(ConsistencyLevel.ONE, BoundValues.EMPTY);

    private HelenusServer server;
    private CqlConnection client;

    @BeforeEach
    void start() throws IOException {
        server = HelenusServer.builder().inMemory().port(0).start();
        client = connect(5);
        client.query("CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        client.query("CREATE TABLE k.t (id int PRIMARY KEY, v text)");
        client.query("INSERT INTO k.t (id, v) VALUES (1, 'one')");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private CqlConnection connect(int version) throws IOException {
        return CqlConnection.connect(
                ConnectOptions.to("127.0.0.1", server.port()).withVersion(version));
    }

    @Test
    void knownMetadataIsLeftOutUntilItChanges() throws IOException {
        var prepared = client.prepare("SELECT * FROM k.t");
        var known = execute(client, prepared);
        assertThat(known.skipMetadata()).isTrue();
        assertThat(known.changedMetadataId()).isEmpty();
        assertThat(Page.of(known, prepared.resultColumns()).value(0, 1))
                .hasValue("one".getBytes(StandardCharsets.UTF_8));

        client.query("ALTER TABLE k.t ADD w int");
        assertThatThrownBy(() -> execute(client, prepared)).isInstanceOf(Unprepared.class);
        try (var other = connect(5)) {
            other.prepare("SELECT * FROM k.t");
        }
        var changed = execute(client, prepared);
        assertThat(changed.columns()).hasSize(3);
        assertThat(changed.changedMetadataId()).isPresent();
        assertThat(changed.changedMetadataId().get()).isNotEqualTo(prepared.resultMetadataId());
    }

    /// An older client has no id to compare, so after a change it must prepare again; as others may have learned
    /// the
    /// metadata before, it is told every time then.
    @Test
    void versionFourIsToldMetadataThatMayHaveChanged() throws IOException {
        try (var old = connect(4)) {
            var prepared = old.prepare("SELECT * FROM k.t");
            assertThat(execute(old, prepared).skipMetadata()).isTrue();
            client.query("ALTER TABLE k.t ADD w int");
            assertThatThrownBy(() -> execute(old, prepared)).isInstanceOf(Unprepared.class);
            var again = old.prepare("SELECT * FROM k.t");
            assertThat(again.id()).isEqualTo(prepared.id());
            assertThat(again.resultColumns()).hasSize(3);
            var changed = execute(old, prepared);
            assertThat(changed.skipMetadata()).isFalse();
            assertThat(changed.columns()).hasSize(3);
        }
    }

    private static RowsResult execute(CqlConnection connection, PreparedResult prepared) throws IOException {
        return (RowsResult)
                connection.execute(prepared, PLAIN.withoutMetadata()).response();
    }

    /// Whether a condition held decides the columns, so they are told even to those who think that they know.
    @Test
    void conditionsAlwaysTellTheirColumns() throws IOException {
        var prepared = client.prepare("INSERT INTO k.t (id, v) VALUES (1, 'two') IF NOT EXISTS");
        var refused = execute(client, prepared);
        assertThat(refused.skipMetadata()).isFalse();
        assertThat(refused.columns().getFirst().name()).isEqualTo("[applied]");
        assertThat(refused.columns()).hasSize(3);
        assertThat(refused.changedMetadataId()).isEmpty();
    }

    @Test
    void schemaChangesAreAnsweredAndTold() throws Exception {
        var events = new LinkedBlockingQueue<Event>();
        try (var listener = connect(4)) {
            listener.register(EnumSet.of(EventType.SCHEMA_CHANGE), events::add);
            var expected =
                    new SchemaChanged(SchemaChanged.Change.CREATED, SchemaChanged.Target.TABLE, "k", "u", List.of());
            assertThat(client.query("CREATE TABLE k.u (id int PRIMARY KEY)").response())
                    .isEqualTo(new SchemaChangeResult(expected));
            assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
            client.query("CREATE TABLE IF NOT EXISTS k.u (id int PRIMARY KEY)");
            client.query("DROP KEYSPACE k");
            assertThat(events.poll(20, TimeUnit.SECONDS))
                    .isEqualTo(new SchemaChanged(
                            SchemaChanged.Change.DROPPED, SchemaChanged.Target.KEYSPACE, "k", "", List.of()));
        }
    }

    @Test
    void aKeyspaceHoldsForItsConnectionOrItsRequest() throws IOException {
        assertThat(client.query("USE k").response()).isEqualTo(new SetKeyspaceResult("k"));
        assertThat(client.rows("SELECT v FROM t").rowCount()).isEqualTo(1);
        try (var other = connect(5)) {
            assertThatThrownBy(() -> other.query("SELECT v FROM t"))
                    .hasMessageContaining("No keyspace has been specified");
            var inKeyspace = new QueryParameters(
                    ConsistencyLevel.ONE,
                    Optional.empty(),
                    BoundValues.EMPTY,
                    false,
                    -1,
                    new byte[0],
                    OptionalLong.empty(),
                    Optional.of("k"),
                    OptionalLong.empty());
            assertThat(CqlConnection.page(other.query("SELECT v FROM t", inKeyspace))
                            .rowCount())
                    .isEqualTo(1);
        }
    }

    @Test
    void pagesFollowEachOther() throws IOException {
        for (int i = 2; i <= 25; i++) {
            client.query("INSERT INTO k.t (id, v) VALUES (" + i + ", 'x')");
        }
        int rows = 0;
        int pages = 0;
        Optional<byte[]> state = Optional.of(new byte[0]);
        while (state.isPresent()) {
            var page = CqlConnection.page(client.query("SELECT id FROM k.t", PLAIN.withPage(10, state.get())));
            rows += page.rowCount();
            pages++;
            state = page.pagingState();
        }
        assertThat(rows).isEqualTo(25);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void batchesMixTextAndIds() throws IOException {
        var prepared = client.prepare("INSERT INTO k.t (id, v) VALUES (?, ?)");
        var values = new BoundValues(new byte[] {0, 0, 0, 9, 'n'}, new int[] {0, 4}, new int[] {4, 1}, List.of());
        client.request(new Batch(
                BatchType.LOGGED,
                List.of(
                        new BatchEntry.Text("INSERT INTO k.t (id, v) VALUES (8, 'm')", BoundValues.EMPTY),
                        new BatchEntry.Prepared(prepared.id(), values)),
                PLAIN));
        assertThat(client.rows("SELECT v FROM k.t WHERE id IN (8, 9)").rowCount())
                .isEqualTo(2);
        assertThatThrownBy(() -> client.request(
                        new Batch(BatchType.LOGGED, List.of(new BatchEntry.Prepared(new byte[16], values)), PLAIN)))
                .isInstanceOf(Unprepared.class);
    }

    @Test
    void aTracedRequestLeavesItsTrace() throws IOException {
        var answer = client.request(new Query("SELECT * FROM k.t", PLAIN), true);
        var id = answer.extras().tracingId().orElseThrow();
        assertThat(client.rows("SELECT session_id FROM system_traces.sessions WHERE session_id = " + id)
                        .columns())
                .hasSize(1);
    }

    @Test
    void theMeansOfTheNodeAreInSystemViews() throws Exception {
        client.query("CREATE KEYSPACE means WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        client.query("CREATE TABLE means.t (k int PRIMARY KEY, v int)");
        client.query("INSERT INTO means.t (k, v) VALUES (1, 1)");
        String size = " WHERE keyspace_name = 'means' AND table_name = 't'";
        assertThat(number("SELECT mebibytes FROM system_views.disk_usage" + size))
                .isZero();
        server.flush("means", "t");
        assertThat(number("SELECT mebibytes FROM system_views.disk_usage" + size))
                .isEqualTo(1);
        assertThat(number("SELECT mebibytes FROM system_views.max_sstable_size" + size))
                .isEqualTo(1);
        long before = number("SELECT completed_tasks FROM system_views.thread_pools WHERE name = 'ReadStage'");
        client.rows("SELECT * FROM means.t");
        client.rows("SELECT * FROM means.t");
        assertThat(number("SELECT completed_tasks FROM system_views.thread_pools WHERE name = 'ReadStage'"))
                .isGreaterThan(before);
        assertThat(number("SELECT request_count FROM system_views.caches WHERE name = 'blocks'"))
                .isPositive();
        assertThat(number("SELECT capacity_bytes FROM system_views.caches WHERE name = 'blocks'"))
                .isPositive();
        assertThat(client.rows("SELECT value FROM system_views.system_properties WHERE name = 'java.version'")
                        .rowCount())
                .isEqualTo(1);
    }

    private long number(String cql) throws Exception {
        byte[] wire = client.rows(cql).value(0, 0).orElseThrow();
        return new java.math.BigInteger(wire).longValueExact();
    }

    @Test
    void theServerTellsOfItself() throws IOException {
        var clients = client.rows("SELECT port, protocol_version, driver_name FROM system_views.clients");
        assertThat(clients.rowCount()).isEqualTo(1);
        assertThat(clients.value(0, 1)).hasValue(new byte[] {0, 0, 0, 5});
        assertThat(clients.value(0, 2)).hasValue("helenus".getBytes(StandardCharsets.UTF_8));
        assertThat(client.rows("SELECT value FROM system_views.settings WHERE name = 'commitlog_sync'")
                        .rowCount())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"group", "periodic", "batch"})
    void everyModeOfTheLogAcknowledges(String mode) throws Exception {
        var settings = ConfigFile.parse("commitlog_sync: " + mode, "test");
        try (var other = HelenusServer.builder()
                        .settings(settings)
                        .inMemory()
                        .port(0)
                        .start();
                var connection = CqlConnection.connect(ConnectOptions.to("127.0.0.1", other.port()))) {
            connection.query(
                    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            connection.query("CREATE TABLE k.t (id int PRIMARY KEY, v text)");
            connection.query("INSERT INTO k.t (id, v) VALUES (1, 'one')");
            assertThat(connection.rows("SELECT * FROM k.t").rowCount()).isEqualTo(1);
        }
    }

    @Test
    void manyServersLiveInOneJvm() throws IOException {
        try (var other = HelenusServer.builder().inMemory().port(0).start();
                var connection = CqlConnection.connect(ConnectOptions.to("127.0.0.1", other.port()))) {
            assertThat(other.port()).isNotEqualTo(server.port());
            assertThatThrownBy(() -> connection.query("SELECT * FROM k.t")).hasMessageContaining("k");
            assertThat(client.rows("SELECT * FROM k.t").rowCount()).isEqualTo(1);
        }
    }
}
