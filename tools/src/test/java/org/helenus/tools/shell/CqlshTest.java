package org.helenus.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole program against a real port: what it prints where, and its exit codes.
class CqlshTest {
    private static final List<String> ANSWERS =
            List.of("> SELECT k FROM t", "= k int", "= 1", "> BAD", "! InvalidRequest no");
    private static final String TABLE = "\n k\n---\n 1\n\n(1 rows)\n";

    private record Run(int exitCode, String out, String err) {}

    private static Run run(int port, String input, String... words) {
        var all = new ArrayList<String>(List.of(words));
        all.add("127.0.0.1");
        all.add(Integer.toString(port));
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exitCode = Cqlsh.run(
                all.toArray(String[]::new),
                Map.of(),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                err);
        return new Run(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void executesStatementsOfTheCommandLine() throws IOException {
        try (var server = new FakeServer(5, Optional.empty(), ANSWERS)) {
            assertThat(run(server.port(), "", "-e", "SELECT k FROM t")).isEqualTo(new Run(0, TABLE, ""));
            assertThat(run(server.port(), "", "-k", "ks", "-e", "BAD; SELECT k FROM t;"))
                    .isEqualTo(new Run(
                            2,
                            TABLE,
                            "<stdin>:1:InvalidRequest: Error from server: code=2200 [Invalid query] message=\"no\"\n"));
        }
    }

    @Test
    void executesFilesAndPipes(@TempDir Path directory) throws IOException {
        var file = directory.resolve("a.cql");
        Files.writeString(file, "\uFEFF-- all is well\nSELECT k\nFROM t;\n");
        try (var server = new FakeServer(5, Optional.empty(), List.of("> SELECT k\nFROM t", "= k int", "= 1"))) {
            assertThat(run(server.port(), "", "-f", file.toString())).isEqualTo(new Run(0, TABLE, ""));
            assertThat(run(server.port(), "SELECT k\nFROM t;\n")).isEqualTo(new Run(0, TABLE, ""));
            assertThat(run(server.port(), "SELECT k\n").exitCode()).isEqualTo(2);
            var missing = run(server.port(), "", "-f", directory.resolve("none").toString());
            assertThat(missing.exitCode()).isEqualTo(1);
            assertThat(missing.err()).startsWith("Can't open '");
        }
    }

    @Test
    void speaksTheNewestVersionThatTheServerSpeaks() throws IOException {
        for (int newest = 3; newest <= 5; newest++) {
            try (var server = new FakeServer(newest, Optional.empty(), ANSWERS)) {
                assertThat(run(server.port(), "", "-e", "SHOW VERSION").out()).contains("Native protocol v" + newest);
                assertThat(run(server.port(), "", "-e", "SELECT k FROM t").out())
                        .isEqualTo(TABLE);
            }
        }
        try (var server = new FakeServer(4, Optional.empty(), ANSWERS)) {
            var refused = run(server.port(), "", "--protocol-version", "5", "-e", "SELECT k FROM t");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("Connection error: ").contains("protocol version (5)");
        }
    }

    @Test
    void logsIn() throws IOException {
        try (var server = new FakeServer(5, Optional.of("secret"), ANSWERS)) {
            var silent = "--insecure-password-without-warning";
            assertThat(run(server.port(), "", "-u", "me", "-p", "secret", silent, "-e", "SELECT k FROM t"))
                    .isEqualTo(new Run(0, TABLE, ""));
            assertThat(run(server.port(), "", "-u", "me", "-p", "secret", "-e", "SELECT k FROM t")
                            .err())
                    .contains("Warning: Using a password on the command line");
            var wrong = run(server.port(), "", "-u", "me", "-p", "wrong", silent, "-e", "SELECT k FROM t");
            assertThat(wrong.exitCode()).isEqualTo(1);
            assertThat(wrong.err())
                    .contains("AuthenticationFailed", "code=0100 [Bad credentials]")
                    .doesNotContain("wrong\"");
            assertThat(run(server.port(), "", "-e", "SELECT k FROM t").exitCode())
                    .isEqualTo(1);
        }
    }

    @Test
    void connectsAgainAfterABrokenConnection() throws IOException {
        try (var server = new FakeServer(5, Optional.empty(), ANSWERS)) {
            var run = run(server.port(), "", "-k", "ks", "-e", "CLOSE; SELECT k FROM t");
            assertThat(run.out()).isEqualTo(TABLE);
            assertThat(run.err()).startsWith("<stdin>:1:ConnectionException: ");
            assertThat(run.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void saysWhyItCannotConnect() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        var run = run(free, "", "-e", "SELECT 1");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("Connection error: ('Unable to connect to any servers', {'127.0.0.1:" + free + "': ");
        try (var server = new FakeServer(5, Optional.empty(), ANSWERS)) {
            var noKeyspace = run(server.port(), "", "-k", "nope", "-e", "SELECT 1");
            assertThat(noKeyspace.exitCode()).isEqualTo(1);
            assertThat(noKeyspace.err()).contains("Keyspace 'nope' does not exist");
        }
    }
}
