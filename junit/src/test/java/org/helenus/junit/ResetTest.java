package org.helenus.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import org.helenus.server.VirtualClock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Each test finds what the preparation left, whatever the tests before did, in any order.
class ResetTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @RegisterExtension
    static final HelenusExtension helenus = HelenusExtension.builder()
            .clockStandingAt(START)
            .resetBetweenTests()
            .schema("CREATE TABLE t (k int PRIMARY KEY, v text)")
            .build();

    private static PreparedStatement read;
    private static PreparedStatement write;

    @BeforeAll
    static void prepare(CqlSession session) {
        session.execute("INSERT INTO t (k, v) VALUES (1, 'prepared') USING TTL 3600");
        read = session.prepare("SELECT v FROM t WHERE k = ?");
        write = session.prepare("INSERT INTO t (k, v) VALUES (?, ?)");
    }

    private static void findsWhatWasPrepared(CqlSession session, VirtualClock clock, long rows) {
        assertThat(clock.now()).isEqualTo(START);
        assertThat(session.execute(read.bind(1)).one().getString(0)).isEqualTo("prepared");
        assertThat(session.execute("SELECT ttl(v) FROM t WHERE k = 1").one().getInt(0))
                .isEqualTo(3600);
        assertThat(session.execute("SELECT count(*) FROM t").one().getLong(0)).isEqualTo(rows);
    }

    @RepeatedTest(3)
    void rowsAndTimeAreReset(CqlSession session, VirtualClock clock) {
        findsWhatWasPrepared(session, clock, 1);
        session.execute(write.bind(2, "two"));
        session.execute("DELETE FROM t WHERE k = 1");
        clock.advance(Duration.ofDays(30));
        session.execute("INSERT INTO t (k, v) VALUES (3, 'three')");
        assertThat(session.execute("SELECT writetime(v) FROM t WHERE k = 3")
                                .one()
                                .getLong(0)
                        / 1_000_000)
                .isEqualTo(clock.now().getEpochSecond());
    }

    @RepeatedTest(3)
    void schemaAndPreparedStatementsAreReset(CqlSession session, VirtualClock clock) {
        findsWhatWasPrepared(session, clock, 1);
        session.execute("ALTER TABLE t DROP v");
        session.execute("CREATE TABLE more (k int PRIMARY KEY)");
        session.execute("DROP TABLE t");
        session.execute("CREATE TABLE t (k int PRIMARY KEY, v int, w int)");
        session.execute("INSERT INTO t (k, v, w) VALUES (1, 2, 3)");
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class PreparesMore {
        @BeforeAll
        void prepare(CqlSession session, VirtualClock clock) {
            findsWhatWasPrepared(session, clock, 1);
            session.execute(write.bind(9, "nine"));
        }

        @Test
        void oneTest(CqlSession session, VirtualClock clock) {
            findsWhatWasPrepared(session, clock, 2);
            session.execute("TRUNCATE t");
        }

        @Test
        void another(CqlSession session, VirtualClock clock) {
            findsWhatWasPrepared(session, clock, 2);
            session.execute("TRUNCATE t");
        }
    }

    @Nested
    class PreparesNothing {
        @Test
        void findsWhatTheOuterClassPrepared(CqlSession session, VirtualClock clock) {
            findsWhatWasPrepared(session, clock, 1);
            session.execute("TRUNCATE t");
        }
    }
}
