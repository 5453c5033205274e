package org.helenus.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What may accompany a request, whatever its statement.
class RequestTest extends InKeyspace {
    @BeforeAll
    void table() {
        session.execute("CREATE TABLE r (k int PRIMARY KEY, v int)");
    }

    @Test
    void tracing() {
        var info = session.execute(SimpleStatement.newInstance("INSERT INTO r (k, v) VALUES (1, 2)")
                        .setTracing(true))
                .getExecutionInfo();
        assertThat(info.getTracingId()).isNotNull();
        var trace = info.getQueryTrace();
        assertThat(trace.getEvents()).isNotEmpty();
        assertThat(trace.getParameters().values()).anyMatch(value -> value.contains("INSERT INTO r"));
    }

    @Test
    void warnings() {
        var result = session.execute("SELECT count(*) FROM r");
        assertThat(result.getExecutionInfo().getWarnings())
                .anyMatch(warning -> warning.contains("Aggregation query used without partition key"));
    }

    @Test
    void customPayload() {
        var statement = SimpleStatement.newInstance("SELECT key FROM system.local")
                .setCustomPayload(Map.of("any", ByteBuffer.wrap(new byte[] {1, 2})));
        assertThat(one(statement).getString("key")).isEqualTo("local");
    }

    @Test
    void keyspaceOfARequest() {
        session.execute("INSERT INTO r (k, v) VALUES (7, 7)");
        try (var elsewhere = Server.open("V5")) {
            var statement = SimpleStatement.newInstance("SELECT v FROM r WHERE k = 7")
                    .setKeyspace(CqlIdentifier.fromCql(keyspace));
            assertThat(elsewhere.execute(statement).all()).hasSize(1);
            assertThat(elsewhere.execute(elsewhere.prepare(statement).bind()).all())
                    .hasSize(1);
        }
    }

    @Test
    void timestampOfARequest() {
        session.execute(SimpleStatement.newInstance("INSERT INTO r (k, v) VALUES (2, 2)")
                .setQueryTimestamp(4242));
        assertThat(one("SELECT writetime(v) FROM r WHERE k = 2").getLong(0)).isEqualTo(4242);
    }

    @Test
    void nowOfARequest() {
        int now = 2_000_000_000;
        session.execute(SimpleStatement.newInstance("INSERT INTO r (k, v) VALUES (3, 3) USING TTL 100")
                .setNowInSeconds(now));
        var select = SimpleStatement.newInstance("SELECT ttl(v) FROM r WHERE k = 3");
        assertThat(one(select.setNowInSeconds(now + 40)).getInt(0)).isEqualTo(60);
        assertThat(session.execute(select.setNowInSeconds(now + 100)).all()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = DefaultConsistencyLevel.class,
            names = {"ONE", "QUORUM", "ALL", "LOCAL_ONE", "LOCAL_QUORUM", "EACH_QUORUM"})
    void consistency(DefaultConsistencyLevel level) {
        session.execute(SimpleStatement.newInstance("INSERT INTO r (k, v) VALUES (4, 4)")
                .setConsistencyLevel(level));
        var select = SimpleStatement.newInstance("SELECT v FROM r WHERE k = 4").setConsistencyLevel(level);
        assertThat(one(select).getInt("v")).isEqualTo(4);
    }

    @Test
    void aThousandInFlightOnOneConnection() throws Exception {
        int requests = 1000;
        var insert = session.prepare("INSERT INTO r (k, v) VALUES (?, ?)");
        var select = session.prepare("SELECT k, v FROM r WHERE k = ?");
        var written = IntStream.range(0, requests)
                .mapToObj(k -> session.executeAsync(insert.bind(100 + k, k)))
                .toList();
        for (var write : written) {
            write.toCompletableFuture().get();
        }
        var asked = IntStream.range(0, requests)
                .mapToObj(k -> session.executeAsync(select.bind(100 + k)))
                .toList();
        for (int k = 0; k < requests; k++) {
            var row = Objects.requireNonNull(
                    asked.get(k).toCompletableFuture().get().one());
            assertThat(List.of(row.getInt("k"), row.getInt("v"))).containsExactly(100 + k, k);
        }
        // One for requests and one for the driver's own.
        assertThat(session.getMetadata().getNodes().values().iterator().next().getOpenConnections())
                .isLessThanOrEqualTo(2);
    }
}
