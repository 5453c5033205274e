package org.helenus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.AlreadyExistsException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A stock driver against an embedded server: the whole way, from bytes to data and back.
class DriverTest {
    @ParameterizedTest
    @ValueSource(strings = {"V3", "V4", "V5"})
    void definesWritesAndReads(String version) throws IOException {
        try (var server = HelenusServer.builder().inMemory().port(0).start();
                var session = connect(server, version)) {
            create(session);
            var insert = session.prepare("INSERT INTO shop.orders (customer, day, item, tags) VALUES (?, ?, ?, ?)");
            for (int day = 0; day < 100; day++) {
                session.execute(insert.bind("ada", day, "item " + day, Map.of("day", day)));
            }
            var select = session.prepare("SELECT item, tags FROM shop.orders WHERE customer = ? AND day >= ?");
            var rows = session.execute(select.bind("ada", 90).setPageSize(3)).all();
            assertThat(rows).hasSize(10);
            assertThat(rows.getFirst().getString("item")).isEqualTo("item 90");
            assertThat(rows.getLast().getMap("tags", String.class, Integer.class))
                    .isEqualTo(Map.of("day", 99));
            var count = session.execute(SimpleStatement.newInstance(
                            "SELECT count(*) FROM shop.orders WHERE customer = :who", Map.of("who", "ada")))
                    .one();
            assertThat(count.getLong(0)).isEqualTo(100);
        }
    }

    @Test
    void seesItsSchemaAndItsMistakes() throws IOException {
        try (var server = HelenusServer.builder().inMemory().port(0).start();
                var session = connect(server, "V5")) {
            create(session);
            assertThat(session.checkSchemaAgreement()).isTrue();
            var table = session.refreshSchema()
                    .getKeyspace("shop")
                    .orElseThrow()
                    .getTable("orders")
                    .orElseThrow();
            assertThat(table.getClusteringColumns()).hasSize(1);
            assertThat(table.getColumns()).hasSize(4);
            assertThatThrownBy(() -> session.execute("SELECT nothing FROM shop.orders"))
                    .isInstanceOf(InvalidQueryException.class);
            assertThatThrownBy(() -> session.execute("CREATE TABLE shop.orders (k int PRIMARY KEY)"))
                    .isInstanceOf(AlreadyExistsException.class);
        }
    }

    @Test
    void findsItsDataAgainAfterARestart(@TempDir Path data) throws IOException {
        try (var server = HelenusServer.builder().dataDirectory(data).port(0).start();
                var session = connect(server, "V5")) {
            create(session);
            session.execute("INSERT INTO shop.orders (customer, day, item) VALUES ('ada', 1, 'engine')");
        }
        try (var server = HelenusServer.builder().dataDirectory(data).port(0).start();
                var session = connect(server, "V5")) {
            var row = session.execute("SELECT item FROM shop.orders WHERE customer = 'ada'")
                    .one();
            assertThat(row.getString(0)).isEqualTo("engine");
        }
    }

    private static void create(CqlSession session) {
        session.execute("CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        session.execute("CREATE TABLE shop.orders (customer text, day int, item text, tags map<text, int>,"
                + " PRIMARY KEY (customer, day))");
    }

    private static CqlSession connect(HelenusServer server, String version) {
        return CqlSession.builder()
                .addContactPoints(List.of(server.address()))
                .withLocalDatacenter("datacenter1")
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withString(DefaultDriverOption.PROTOCOL_VERSION, version)
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(20))
                        .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                        .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(20))
                        .build())
                .build();
    }
}
