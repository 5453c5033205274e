package org.helenus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.ProtocolError;
import org.helenus.schema.error.Unavailable;
import org.helenus.schema.error.Unprepared;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessorTest {
    private Database database;

    @BeforeEach
    void open() throws IOException {
        database = new Database();
        database.run("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        database.run("USE ks");
        database.run("CREATE TABLE t (k int, c int, v int, PRIMARY KEY (k, c))");
        for (int c = 0; c < 10; c++) {
            database.run("INSERT INTO t (k, c, v) VALUES (1, " + c + ", " + c + ")");
        }
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    private byte[] stateAfter(String cql, int pageSize) {
        var rows = (Outcome.Rows) database.run(cql, Parameters.PLAIN.withPage(pageSize, new byte[0]));
        return rows.pagingState().orElseThrow();
    }

    @Test
    void pagingStatesSurviveARestartAndAChangeOfPageSize() throws IOException {
        byte[] state = stateAfter("SELECT c FROM ks.t", 3);
        database.restart();
        assertThat(Database.rows(database.run("SELECT c FROM ks.t", Parameters.PLAIN.withPage(2, state))))
                .containsExactly(List.of("3"), List.of("4"));
        assertThat(Database.rows(database.run("SELECT c FROM ks.t", Parameters.PLAIN.withPage(0, state))))
                .hasSize(7);
    }

    @Test
    void pagingStatesThatWeDidNotMakeAreRefused() {
        byte[] state = stateAfter("SELECT c FROM t", 3);
        for (int i = 0; i < state.length; i++) {
            byte[] forged = state.clone();
            forged[i] ^= 1;
            assertThatThrownBy(() -> database.run("SELECT c FROM t", Parameters.PLAIN.withPage(3, forged)))
                    .isInstanceOf(ProtocolError.class)
                    .hasMessage("Invalid value for the paging state");
        }
        for (byte[] garbage :
                List.of(new byte[] {1}, new byte[40], "page two".getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
            assertThatThrownBy(() -> database.run("SELECT c FROM t", Parameters.PLAIN.withPage(3, garbage)))
                    .isInstanceOf(ProtocolError.class);
        }
        assertThatThrownBy(() -> database.run("SELECT DISTINCT k FROM t", Parameters.PLAIN.withPage(3, state)))
                .isInstanceOf(ProtocolError.class);
    }

    /// However many rows go into an aggregate, its tombstones count by so many rows as a page may have.
    @Test
    void tombstonesOfAnAggregateCountLikeThoseOfPages() {
        for (int c = 0; c < 12_000; c++) {
            database.run("INSERT INTO t (k, c, v) VALUES (2, " + c + ", null)");
        }
        assertThat(database.run("SELECT count(*) FROM t WHERE k = 2").warnings())
                .anyMatch(warning -> warning.startsWith("Read 12000 live rows and 5000 tombstone cells"));
        assertThat(database.run("SELECT v FROM t WHERE k = 2").warnings())
                .anyMatch(warning -> warning.startsWith("Read 12000 live rows and 12000 tombstone cells"));
        assertThat(database.run("SELECT v FROM t WHERE k = 2 LIMIT 900").warnings())
                .isEmpty();
    }

    @Test
    void preparedStatementsFollowTheSchema() {
        Prepared prepared = database.processor()
                .prepare("SELECT * FROM t WHERE k = 1 AND c = 1", database.session, Optional.empty());
        var before = (Outcome.Rows) database.execute(prepared, Parameters.PLAIN);
        assertThat(before.metadataFixed()).isTrue();
        assertThat(before.resultMetadataId()).isEqualTo(prepared.resultMetadataId());
        database.run("ALTER TABLE t ADD w text");
        // The result is news to all who prepared it, so somebody must prepare it again.
        assertThatThrownBy(() -> database.execute(prepared, Parameters.PLAIN)).isInstanceOf(Unprepared.class);
        Prepared again = database.processor()
                .prepare("SELECT * FROM t WHERE k = 1 AND c = 1", database.session, Optional.empty());
        var after = (Outcome.Rows) database.execute(prepared, Parameters.PLAIN);
        assertThat(Database.rows(after)).containsExactly(List.of("1", "1", "1", "null"));
        assertThat(after.metadataFixed()).isFalse();
        assertThat(after.resultMetadataId()).isNotEqualTo(prepared.resultMetadataId());
        assertThat(again.id()).isEqualTo(prepared.id());
        assertThat(again.resultMetadataId()).isEqualTo(after.resultMetadataId());
        database.run("DROP TABLE t");
        assertThatThrownBy(() -> database.execute(prepared, Parameters.PLAIN)).isInstanceOf(Unprepared.class);
        assertThat(prepared(database)).isEmpty();
        database.run("CREATE TABLE t (k int, c int, z int, PRIMARY KEY (k, c))");
        assertThatThrownBy(() -> database.execute(prepared, Parameters.PLAIN)).isInstanceOf(Unprepared.class);
        database.processor().prepare("SELECT * FROM t WHERE k = 1 AND c = 1", database.session, Optional.empty());
        assertThat(((Outcome.Rows) database.execute(prepared, Parameters.PLAIN)).columns())
                .extracting(column -> column.name())
                .containsExactly("k", "c", "z");
    }

    /// Drivers refuse a statement whose id is another when they prepare it again.
    @Test
    void aStatementThatNamesItsKeyspaceHasOneId() {
        var processor = database.processor();
        String named = "SELECT * FROM ks.t WHERE k = ?";
        var id = processor.prepare(named, database.session, Optional.empty()).id();
        assertThat(processor
                        .prepare(named, database.session, Optional.of("system"))
                        .id())
                .isEqualTo(id);
        String unnamed = "INSERT INTO t (k, c) VALUES (?, ?)";
        database.run("CREATE KEYSPACE other WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        database.run("CREATE TABLE other.t (k int, c int, PRIMARY KEY (k, c))");
        assertThat(processor
                        .prepare(unnamed, database.session, Optional.of("ks"))
                        .id())
                .isNotEqualTo(processor
                        .prepare(unnamed, database.session, Optional.of("other"))
                        .id());
        String batch =
                "BEGIN BATCH INSERT INTO ks.t (k, c) VALUES (?, ?); INSERT INTO t (k, c) VALUES (1, 2); APPLY BATCH";
        assertThat(processor.prepare(batch, database.session, Optional.of("ks")).id())
                .isNotEqualTo(processor
                        .prepare(batch, database.session, Optional.of("other"))
                        .id());
    }

    private static List<List<String>> prepared(Database database) {
        return Database.rows(database.run("SELECT query_string FROM system.prepared_statements"));
    }

    @Test
    void unknownIdsAreUnprepared() {
        var answer = new Database.Answer();
        database.processor().execute(new byte[16], Parameters.PLAIN, database.session, answer);
        assertThatThrownBy(answer::get).isInstanceOf(Unprepared.class);
        var odd = new Database.Answer();
        database.processor().execute(new byte[3], Parameters.PLAIN, database.session, odd);
        assertThatThrownBy(odd::get).isInstanceOf(Unprepared.class);
    }

    @Test
    void namedValuesFindTheirMarkers() {
        var values = new BoundValues(
                new byte[] {0, 0, 0, 5, 0, 0, 0, 1}, new int[] {0, 4}, new int[] {4, 4}, List.of("row", "part"));
        var outcome = database.run("SELECT v FROM t WHERE k = :part AND c = :row", Parameters.of(values));
        assertThat(Database.rows(outcome)).containsExactly(List.of("5"));
        assertThatThrownBy(() -> database.run("SELECT v FROM t WHERE k = :other", Parameters.of(values)))
                .isInstanceOf(InvalidRequest.class);
    }

    @Test
    void oneReplicaServesTheLevelsThatItCan() {
        for (ConsistencyLevel level : ConsistencyLevel.values()) {
            var parameters = at(level);
            switch (level) {
                case TWO, THREE -> {
                    assertThatThrownBy(() -> database.run("SELECT v FROM t WHERE k = 1", parameters))
                            .isInstanceOf(Unavailable.class);
                    assertThatThrownBy(() -> database.run("DELETE FROM t WHERE k = 3", parameters))
                            .isInstanceOf(Unavailable.class);
                }
                case ANY ->
                    assertThatThrownBy(() -> database.run("SELECT v FROM t WHERE k = 1", parameters))
                            .isInstanceOf(InvalidRequest.class);
                case SERIAL, LOCAL_SERIAL -> {
                    database.run("SELECT v FROM t WHERE k = 1", parameters);
                    assertThatThrownBy(() -> database.run("DELETE FROM t WHERE k = 3", parameters))
                            .isInstanceOf(InvalidRequest.class);
                }
                case ONE, QUORUM, ALL, LOCAL_QUORUM, EACH_QUORUM, LOCAL_ONE -> {
                    database.run("SELECT v FROM t WHERE k = 1", parameters);
                    database.run("DELETE FROM t WHERE k = 3", parameters);
                }
            }
        }
    }

    private static Parameters at(ConsistencyLevel level) {
        return new Parameters(
                level,
                Optional.empty(),
                BoundValues.EMPTY,
                0,
                new byte[0],
                OptionalLong.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                false,
                4);
    }

    @Test
    void batchesMixTextsAndPreparedStatements() {
        Prepared insert = database.processor()
                .prepare("INSERT INTO t (k, c, v) VALUES (?, ?, ?)", database.session, Optional.empty());
        var batch = new Batch(
                BatchType.LOGGED,
                List.of(
                        new Batch.ById(insert.id(), Database.bind(insert.variables(), List.of("7", "1", "70"))),
                        new Batch.Text("INSERT INTO t (k, c, v) VALUES (8, 1, 80)", BoundValues.EMPTY),
                        new Batch.Text("DELETE FROM t WHERE k = 1", BoundValues.EMPTY)),
                Parameters.PLAIN);
        var answer = new Database.Answer();
        database.processor().batch(batch, database.session, answer);
        assertThat(answer.get()).isInstanceOf(Outcome.Done.class);
        assertThat(Database.rows(database.run("SELECT * FROM t")))
                .containsExactlyInAnyOrder(List.of("7", "1", "70"), List.of("8", "1", "80"));
        var wrong = new Batch(
                BatchType.LOGGED, List.of(new Batch.Text("SELECT * FROM t", BoundValues.EMPTY)), Parameters.PLAIN);
        var refused = new Database.Answer();
        database.processor().batch(wrong, database.session, refused);
        assertThatThrownBy(refused::get)
                .hasMessage("Invalid statement in batch: only UPDATE, INSERT and DELETE statements are allowed.");
    }

    @Test
    void answersNameTheLogPositionThatTheyDependOn() {
        var positions = new ArrayList<Long>();
        for (String cql :
                List.of("INSERT INTO t (k, c, v) VALUES (4, 4, 4)", "SELECT v FROM t WHERE k = 4 AND c = 4")) {
            database.processor().query(cql, Parameters.PLAIN, database.session, new Completion() {
                @Override
                public void complete(Outcome outcome, long durablePosition) {
                    positions.add(durablePosition);
                }

                @Override
                public void fail(org.helenus.schema.error.CqlException error) {
                    throw error;
                }
            });
        }
        assertThat(positions.getFirst()).isPositive();
        assertThat(positions.getLast()).isGreaterThanOrEqualTo(positions.getFirst());
    }

    @Test
    void tracesAreRows() {
        Outcome outcome = database.run("SELECT v FROM t WHERE k = 1 AND c = 2", traced(BoundValues.EMPTY));
        String id = outcome.tracingId().orElseThrow().toString();
        assertThat(Database.rows(database.run("SELECT command, request, coordinator, parameters['query'] FROM"
                        + " system_traces.sessions WHERE session_id = " + id)))
                .containsExactly(List.of(
                        "'QUERY'", "'Execute CQL3 query'", "'127.0.0.1'", "'SELECT v FROM t WHERE k = 1 AND c = 2'"));
        assertThat(Database.rows(database.run("SELECT duration FROM system_traces.sessions WHERE session_id = " + id)))
                .doesNotContain(List.of("null"));
        assertThat(Database.rows(database.run("SELECT activity FROM system_traces.events WHERE session_id = " + id)))
                .containsExactly(
                        List.of("'Parsing SELECT v FROM t WHERE k = 1 AND c = 2'"), List.of("'Answered with 1 row'"));
    }

    @Test
    void tracesTellBoundValues() {
        database.run("CREATE TABLE b (k int PRIMARY KEY, v text, ts timestamp, n int, m map<int, text>)");
        Prepared prepared = database.processor()
                .prepare(
                        "UPDATE b USING TTL ? SET v = ?, ts = ?, n = ?, m = ? WHERE k = :key",
                        database.session,
                        Optional.empty());
        var bytes = new ByteWriter(2048);
        bytes.i32(30);
        bytes.bytes("x'".repeat(700).getBytes(StandardCharsets.US_ASCII));
        bytes.i64(1_700_000_000_123L);
        bytes.i32(7);
        var values = new BoundValues(
                bytes.toArray(),
                new int[] {0, 4, 1404, 0, 0, 1412},
                new int[] {4, 1400, 8, BoundValues.UNSET, BoundValues.NULL, 4},
                List.of());
        Outcome outcome = database.execute(prepared, traced(values));
        String id = outcome.tracingId().orElseThrow().toString();
        assertThat(Database.rows(database.run("SELECT parameters['bound_var_0_[ttl]'], parameters['bound_var_1_v'],"
                        + " parameters['bound_var_2_ts'], parameters['bound_var_3_n'], parameters['bound_var_4_m'],"
                        + " parameters['bound_var_5_key'], parameters['page_size'] FROM system_traces.sessions"
                        + " WHERE session_id = " + id)))
                .containsExactly(List.of(
                        "'30'",
                        quoted(quoted("x'".repeat(700)).substring(0, 1000) + "...'"),
                        quoted("'2023-11-14T22:13:20.123Z'"),
                        "'<unset>'",
                        "'null'",
                        "'7'",
                        "null"));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static Parameters traced(BoundValues values) {
        return new Parameters(
                ConsistencyLevel.ONE,
                Optional.empty(),
                values,
                0,
                new byte[0],
                OptionalLong.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                true,
                4);
    }

    @Test
    void schemaChangesAreTold() {
        var told = new ArrayList<String>();
        database.processor()
                .onSchemaChange(changed -> told.add(
                        changed.change() + " " + changed.target() + " " + changed.keyspace() + " " + changed.name()));
        database.run("CREATE TABLE x (k int PRIMARY KEY)");
        database.run("CREATE TABLE IF NOT EXISTS x (k int PRIMARY KEY)");
        database.run("ALTER TABLE x ADD v int");
        database.run("DROP TABLE x");
        assertThat(told).containsExactly("CREATED TABLE ks x", "UPDATED TABLE ks x", "DROPPED TABLE ks x");
    }

    @Test
    void whoReadsBeforeWritingHasThePartitionForItself() throws Exception {
        int threads = 4;
        int each = 40;
        try (var pool = Executors.newFixedThreadPool(2);
                var callers = Executors.newFixedThreadPool(threads);
                var shared = new Database(pool)) {
            shared.run("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            shared.run("CREATE TABLE ks.n (k int PRIMARY KEY, hits counter)");
            shared.run("CREATE TABLE ks.l (k int PRIMARY KEY, owner int, turns int)");
            shared.run("INSERT INTO ks.l (k, owner, turns) VALUES (1, 0, 0)");
            var done = new ArrayList<CompletableFuture<Integer>>();
            for (int thread = 0; thread < threads; thread++) {
                int me = thread;
                done.add(CompletableFuture.supplyAsync(
                        () -> {
                            int applied = 0;
                            for (int i = 0; i < each; i++) {
                                shared.run("UPDATE ks.n SET hits = hits + 1 WHERE k = 1");
                                int turn =
                                        Integer.parseInt(Database.rows(shared.run("SELECT turns FROM ks.l WHERE k = 1"))
                                                .getFirst()
                                                .getFirst());
                                Outcome outcome = shared.run("UPDATE ks.l SET turns = " + (turn + 1) + ", owner = " + me
                                        + " WHERE k = 1 IF turns = " + turn);
                                applied += Database.rows(outcome)
                                                .getFirst()
                                                .getFirst()
                                                .equals("true")
                                        ? 1
                                        : 0;
                            }
                            return applied;
                        },
                        callers));
            }
            int applied = done.stream().mapToInt(CompletableFuture::join).sum();
            assertThat(Database.rows(shared.run("SELECT hits FROM ks.n WHERE k = 1")))
                    .containsExactly(List.of("" + threads * each));
            assertThat(Database.rows(shared.run("SELECT turns FROM ks.l WHERE k = 1")))
                    .containsExactly(List.of("" + applied));
        }
    }

    @Test
    void batchesOfCountersShareTheirPartitions() throws Exception {
        int threads = 4;
        int each = 25;
        int partitions = 5;
        try (var pool = Executors.newFixedThreadPool(2);
                var callers = Executors.newFixedThreadPool(threads);
                var shared = new Database(pool)) {
            shared.run("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            shared.run("CREATE TABLE ks.n (k int PRIMARY KEY, hits counter)");
            var done = new ArrayList<CompletableFuture<Void>>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread;
                done.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < each; i++) {
                                var batch = new StringBuilder("BEGIN COUNTER BATCH ");
                                for (int k = 0; k < partitions; k++) {
                                    batch.append("UPDATE ks.n SET hits = hits + 1 WHERE k = ")
                                            .append((k + first) % partitions)
                                            .append("; ");
                                }
                                shared.run(batch.append("APPLY BATCH").toString());
                            }
                        },
                        callers));
            }
            done.forEach(CompletableFuture::join);
            assertThat(Database.rows(shared.run("SELECT hits FROM ks.n")))
                    .hasSize(partitions)
                    .allMatch(row -> row.equals(List.of("" + threads * each)));
        }
    }
}
