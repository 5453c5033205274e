package org.helenus.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.helenus.server.HelenusServer;
import org.helenus.server.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What tests are given, and that each has a keyspace of its own.
class OffersTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @RegisterExtension
    static final HelenusExtension helenus = HelenusExtension.builder()
            .clockStandingAt(START)
            .schema("CREATE TABLE t (k int PRIMARY KEY, v text); INSERT INTO t (k) VALUES (0); TRUNCATE t")
            .build();

    private static TestKeyspace ofTheClass;
    private TestKeyspace prepared;

    @BeforeAll
    static void prepare(CqlSession session, TestKeyspace keyspace) {
        ofTheClass = keyspace;
        session.execute("INSERT INTO t (k, v) VALUES (1, 'of the class')");
    }

    @BeforeEach
    void prepare(CqlSession session, TestKeyspace keyspace, HelenusServer server) {
        prepared = keyspace;
        assertThat(server.port()).isPositive();
        assertThat(session.getKeyspace())
                .hasValueSatisfying(name -> assertThat(name.asInternal()).isEqualTo(keyspace.name()));
    }

    @AfterEach
    void isStillThere(TestKeyspace keyspace) {
        assertThat(keyspace).isEqualTo(prepared);
    }

    private static long rows(CqlSession session, String table) {
        return session.execute("SELECT count(*) FROM " + table).one().getLong(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void eachTestBeginsWithEmptyTables(int key, CqlSession session, TestKeyspace keyspace) {
        assertThat(keyspace).isEqualTo(prepared).isNotEqualTo(ofTheClass);
        assertThat(keyspace.name()).startsWith("offerstest_eachtestbeginswithemptyta_");
        assertThat(rows(session, "t")).isZero();
        session.execute("INSERT INTO t (k, v) VALUES (" + key + ", 'x')");
        session.execute("CREATE TABLE own (k int PRIMARY KEY)");
        assertThat(rows(session, "t")).isOne();
        assertThat(rows(session, ofTheClass.name() + ".t")).isOne();
    }

    @Test
    void keyspacesOfEarlierTestsAreGone(CqlSession session) {
        var own = session.execute("SELECT keyspace_name FROM system_schema.keyspaces").all().stream()
                .map(row -> row.getString(0))
                .filter(name -> !name.startsWith("system"))
                .toList();
        assertThat(own).containsExactlyInAnyOrder(ofTheClass.name(), prepared.name());
    }

    @Test
    void rowsExpireWhenTheClockIsMoved(CqlSession session, VirtualClock clock) {
        var before = clock.now();
        session.execute("INSERT INTO t (k, v) VALUES (1, 'brief') USING TTL 86400");
        session.execute("INSERT INTO t (k, v) VALUES (2, 'for ever')");
        assertThat(session.execute("SELECT ttl(v) FROM t WHERE k = 1").one().getInt(0))
                .isEqualTo(86400);
        clock.advance(Duration.ofHours(23));
        assertThat(session.execute("SELECT ttl(v) FROM t WHERE k = 1").one().getInt(0))
                .isEqualTo(3600);
        clock.advance(Duration.ofHours(1));
        assertThat(rows(session, "t")).isOne();
        assertThat(session.execute("SELECT toTimestamp(now()) FROM t").one().getInstant(0))
                .isEqualTo(before.plus(Duration.ofDays(1)));
    }

    /// The driver would take them from the machine's clock, and a conditional write has the server's: the later one
    /// would lose.
    @Test
    void timestampsAreOfTheServersClock(CqlSession session, VirtualClock clock) {
        clock.advance(Duration.ofDays(10_000));
        session.execute("INSERT INTO t (k, v) VALUES (1, 'conditional') IF NOT EXISTS");
        session.execute("UPDATE t SET v = 'plain' WHERE k = 1");
        var row = session.execute("SELECT v, writetime(v) FROM t WHERE k = 1").one();
        assertThat(row.getString(0)).isEqualTo("plain");
        assertThat(row.getLong(1) / 1_000_000).isEqualTo(clock.now().getEpochSecond());
    }

    @Test
    void thePortIsTheServers(InetSocketAddress address, HelenusServer server) throws IOException {
        assertThat(address).isEqualTo(server.address());
        try (var socket = new java.net.Socket(address.getHostString(), address.getPort())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Nested
    class Inside {
        @Test
        void theServerIsTheSame(CqlSession session) {
            assertThat(rows(session, ofTheClass.name() + ".t")).isOne();
        }
    }
}
