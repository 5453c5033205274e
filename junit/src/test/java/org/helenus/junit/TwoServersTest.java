package org.helenus.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.helenus.server.HelenusServer;
import org.helenus.server.VirtualClock;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Several servers beside each other: told apart by name, each with its own data, port and clock.
@ExtendWith(HelenusExtension.class)
class TwoServersTest {
    @RegisterExtension
    static final HelenusExtension archive = HelenusExtension.builder()
            .named("archive")
            .temporaryDirectory()
            .settings("cluster_name: Archive")
            .build();

    @RegisterExtension
    final HelenusExtension fresh = HelenusExtension.builder().named("fresh").build();

    private static final Set<Integer> FRESH_PORTS = new HashSet<>();

    private static String cluster(CqlSession session) {
        return session.execute("SELECT cluster_name FROM system.local").one().getString(0);
    }

    @Test
    void eachHasItsOwn(
            CqlSession here,
            HelenusServer server,
            VirtualClock clock,
            @OfServer("archive") CqlSession there,
            @OfServer("archive") HelenusServer archive,
            @OfServer("archive") VirtualClock archiveClock) {
        assertThat(cluster(here)).isEqualTo("Test Cluster");
        assertThat(cluster(there)).isEqualTo("Archive");
        assertThat(server.port()).isNotEqualTo(archive.port());
        for (var session : new CqlSession[] {here, there}) {
            session.execute("CREATE TABLE t (k int PRIMARY KEY, v int)");
            session.execute("INSERT INTO t (k, v) VALUES (1, 1) USING TTL 1000");
        }
        clock.advance(Duration.ofHours(1));
        assertThat(here.execute("SELECT * FROM t").all()).isEmpty();
        assertThat(there.execute("SELECT * FROM t").all()).hasSize(1);
        assertThat(archiveClock).isNotSameAs(clock);
    }

    @RepeatedTest(2)
    void aFieldOfTheInstanceIsAServerForEachTest(
            @OfServer("fresh") CqlSession session, @OfServer("fresh") HelenusServer server) {
        assertThat(FRESH_PORTS.add(server.port())).isTrue();
        session.execute("CREATE KEYSPACE of_this_test WITH replication ="
                + " {'class': 'SimpleStrategy', 'replication_factor': 1}");
    }
}
