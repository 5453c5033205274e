package org.helenus.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.InvalidKeyspaceException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import java.util.ArrayList;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTest {
    @ParameterizedTest
    @ValueSource(strings = {"V3", "V4", "V5"})
    void everyProtocolVersion(String version) {
        try (var session = Server.open(version)) {
            assertThat(session.getContext().getProtocolVersion().name()).isEqualTo(version);
            var row =
                    session.execute("SELECT key, cql_version FROM system.local").one();
            assertThat(row).isNotNull();
            assertThat(row.getString("key")).isEqualTo("local");
        }
    }

    /// Left alone the driver asks for versions that do not exist, and steps down on each refusal.
    @Test
    void theDriverFindsAVersionByItself() {
        try (var session = Server.open(options -> options)) {
            assertThat(session.getContext().getProtocolVersion().name()).isEqualTo("V5");
        }
    }

    @ParameterizedTest
    @CsvSource({"V3, lz4", "V3, snappy", "V4, lz4", "V4, snappy", "V5, lz4"})
    void compression(String version, String compression) {
        var text = "Helenus, twin brother of Cassandra. ".repeat(10_000);
        try (var session = Server.open(options -> options.withString(DefaultDriverOption.PROTOCOL_VERSION, version)
                .withString(DefaultDriverOption.PROTOCOL_COMPRESSION, compression))) {
            var row = session.execute("SELECT (text) ? AS echo FROM system.local", text)
                    .one();
            assertThat(row).isNotNull();
            assertThat(row.getString("echo")).isEqualTo(text);
        }
    }

    @Test
    void aKeyspaceAtConnection() {
        try (var session =
                Server.builder(options -> options).withKeyspace("system").build()) {
            assertThat(session.execute("SELECT key FROM local").all()).hasSize(1);
        }
    }

    @Test
    void noSuchKeyspace() {
        var builder = Server.builder(options -> options).withKeyspace("no_such_keyspace_anywhere");
        assertThatThrownBy(builder::build).isInstanceOf(InvalidKeyspaceException.class);
    }

    @Test
    void manySessionsAtOnce() throws Exception {
        var opening = new ArrayList<CompletionStage<CqlSession>>();
        for (int i = 0; i < 8; i++) {
            opening.add(Server.builder(options -> options).buildAsync());
        }
        for (var stage : opening) {
            try (var session = stage.toCompletableFuture().get()) {
                assertThat(session.execute("SELECT key FROM system.local").all())
                        .hasSize(1);
            }
        }
    }
}
