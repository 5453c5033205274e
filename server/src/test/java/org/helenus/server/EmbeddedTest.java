package org.helenus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.junit.jupiter.api.Test;

/// The example of README.md.
class EmbeddedTest {
    @Test
    void aServerInAFewLines() throws IOException {
        var clock = VirtualClock.running();
        try (var server =
                HelenusServer.builder().inMemory().port(0).clock(clock).start()) {
            connectAnyDriverTo(server.address());
            try (var fixture = server.save()) {
                changeAnything(server.port());
                clock.advance(Duration.ofDays(10));
                fixture.restore(); // rows, schema and time are what they were; connections and statements stay
            }
            nothingHasChanged(server.port());
        }
    }

    private static void nothingHasChanged(int port) throws IOException {
        assertThat(keyspaces(port)).isZero();
    }

    private static void connectAnyDriverTo(InetSocketAddress address) throws IOException {
        assertThat(keyspaces(address.getPort())).isZero();
    }

    private static void changeAnything(int port) throws IOException {
        try (var client = CqlConnection.connect(ConnectOptions.to("127.0.0.1", port))) {
            client.query("CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        }
        assertThat(keyspaces(port)).isOne();
    }

    private static int keyspaces(int port) throws IOException {
        try (var client = CqlConnection.connect(ConnectOptions.to("127.0.0.1", port))) {
            return client.rows("SELECT * FROM system_schema.keyspaces WHERE keyspace_name = 'k'")
                    .rowCount();
        }
    }
}
