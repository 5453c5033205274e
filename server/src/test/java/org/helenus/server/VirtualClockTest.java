package org.helenus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.junit.jupiter.api.Test;

/// Time that a test moves: what it says, and what a server makes of it.
class VirtualClockTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00.123456Z");

    @Test
    void standsUntilItIsMoved() {
        var clock = VirtualClock.standingAt(START);
        var moves = new AtomicInteger();
        clock.onMove(this, moves::incrementAndGet);
        assertThat(clock.now()).isEqualTo(START);
        assertThat(clock.wallMicros()).isEqualTo(1_772_323_200_123_456L);
        clock.advance(Duration.ofDays(1).plusNanos(1_000));
        assertThat(clock.now()).isEqualTo(Instant.parse("2026-03-02T00:00:00.123457Z"));
        clock.set(Instant.parse("1969-12-31T23:59:59.5Z"));
        assertThat(clock.wallMicros()).isEqualTo(-500_000);
        assertThat(clock.now()).isEqualTo(Instant.parse("1969-12-31T23:59:59.5Z"));
        assertThat(moves).hasValue(2);
        clock.forget(this);
        clock.advance(Duration.ZERO);
        assertThat(moves).hasValue(2);
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void runsFromWhereItIsSet() {
        var clock = VirtualClock.runningFrom(START);
        long before = clock.wallMicros();
        long nanos = clock.monotonicNanos();
        while (clock.monotonicNanos() - nanos < 2_000_000) {
            Thread.onSpinWait();
        }
        assertThat(clock.wallMicros()).isGreaterThanOrEqualTo(before + 1_999);
        clock.set(START);
        assertThat(clock.now()).isBetween(START, START.plusSeconds(60));
    }

    private static void create(CqlConnection client, String table) throws IOException {
        client.query("CREATE KEYSPACE IF NOT EXISTS k WITH replication ="
                + " {'class': 'SimpleStrategy', 'replication_factor': 1}");
        client.query("CREATE TABLE k." + table);
    }

    private static int count(CqlConnection client, String cql) throws IOException {
        return client.rows(cql).rowCount();
    }

    /// An older write shows whether a tombstone is still there.
    @Test
    void tombstonesGoWhenTheirGraceIsOver() throws IOException {
        var clock = VirtualClock.standingAt(START);
        try (var server =
                        HelenusServer.builder().inMemory().port(0).clock(clock).start();
                var client = connect(server)) {
            create(client, "t (id int PRIMARY KEY, v int) WITH gc_grace_seconds = 3600");
            client.query("DELETE FROM k.t WHERE id = 1");
            clock.advance(Duration.ofMinutes(59));
            server.compact("k", "t");
            String older = "INSERT INTO k.t (id, v) VALUES (1, 1) USING TIMESTAMP 1000";
            client.query(older);
            assertThat(count(client, "SELECT * FROM k.t")).isZero();
            clock.advance(Duration.ofMinutes(2));
            server.compact("k", "t");
            client.query(older);
            assertThat(count(client, "SELECT * FROM k.t")).isOne();
        }
    }

    /// Nobody asks for this compaction: the clock's move has the tables looked at.
    @Test
    void windowsCloseAndExpiredOnesGo() throws IOException {
        var clock = VirtualClock.standingAt(START);
        try (var server =
                        HelenusServer.builder().inMemory().port(0).clock(clock).start();
                var client = connect(server)) {
            create(
                    client,
                    "t (id int PRIMARY KEY, v int) WITH gc_grace_seconds = 0 AND default_time_to_live = 7200"
                            + " AND compaction = {'class': 'TimeWindowCompactionStrategy',"
                            + " 'compaction_window_unit': 'HOURS', 'compaction_window_size': 1,"
                            + " 'expired_sstable_check_frequency_seconds': 0}");
            for (int i = 0; i < 10; i++) {
                client.query("INSERT INTO k.t (id, v) VALUES (" + i + ", 1)");
            }
            server.flush("k", "t");
            assertThat(partitionsInFiles(client)).isEqualTo(10);
            clock.advance(Duration.ofHours(1));
            assertThat(count(client, "SELECT * FROM k.t")).isEqualTo(10);
            clock.advance(Duration.ofHours(2));
            assertThat(count(client, "SELECT * FROM k.t")).isZero();
            long patience = System.nanoTime() + 60_000_000_000L;
            while (partitionsInFiles(client) > 0) {
                assertThat(System.nanoTime()).isLessThan(patience);
            }
        }
    }

    private static long partitionsInFiles(CqlConnection client) throws IOException {
        var estimates = client.rows(
                "SELECT partitions_count FROM system.size_estimates WHERE keyspace_name = 'k' AND table_name = 't'");
        return ByteBuffer.wrap(estimates.value(0, 0).orElseThrow()).getLong();
    }

    static CqlConnection connect(HelenusServer server) throws IOException {
        return CqlConnection.connect(ConnectOptions.to("127.0.0.1", server.port()));
    }
}
