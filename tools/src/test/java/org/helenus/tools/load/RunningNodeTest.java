package org.helenus.tools.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.helenus.server.HelenusServer;
import org.helenus.server.config.ConfigFile;
import org.helenus.storage.SystemClock;
import org.helenus.tools.shell.ServedShellTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loads into a node that serves clients.
final class RunningNodeTest {
    @TempDir
    Path place;

    private record Result(int exitCode, String printed) {}

    private Result load(String csv, String... options) throws IOException {
        Path file = Files.writeString(place.resolve("rows.csv"), csv);
        return load(file, options);
    }

    private Result load(Path source, String... options) {
        var printed = new ByteArrayOutputStream();
        var words = Stream.concat(
                        Stream.of(options),
                        Stream.of("--data", place.resolve("data").toString(), "ks.t", source.toString()))
                .toArray(String[]::new);
        int exitCode = SSTableLoader.run(
                words,
                new ByteArrayInputStream(new byte[0]),
                printed,
                printed,
                new SystemClock(),
                new SplittableRandom(System.nanoTime()));
        return new Result(exitCode, printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void rowsAreThereAtOnce() throws Exception {
        try (var server = HelenusServer.builder()
                .settings(ConfigFile.parse("admin_port: 0\n", "test"))
                .dataDirectory(place.resolve("data"))
                .port(0)
                .start()) {
            ServedShellTest.run(
                    "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};"
                            + "CREATE TABLE ks.t (k int PRIMARY KEY, v text)"
                            + " WITH compaction = {'class': 'LeveledCompactionStrategy'};"
                            + "INSERT INTO ks.t (k, v) VALUES (1, 'before'); INSERT INTO ks.t (k, v) VALUES (9, 'nine');",
                    server.port());
            var result = load("1,loaded\n2,two\n");
            assertThat(result.printed).contains("SSTables: 1 imported by the running node, 1 of them without a copy");
            assertThat(result.exitCode).isZero();
            assertThat(ServedShellTest.run("SELECT k, v FROM ks.t;", server.port()))
                    .contains(" 1 | loaded", " 2 |    two", " 9 |   nine");
            try (var left = Files.list(place.resolve("data/loading"))) {
                assertThat(left).isEmpty();
            }
            assertThat(load("3,three\n", "--output", place.resolve("out").toString()).exitCode)
                    .isZero();
            var again = load(place.resolve("out"));
            assertThat(again.printed).contains("copied; SSTables: 1 imported by the running node");
            assertThat(ServedShellTest.run("SELECT v FROM ks.t WHERE k = 3;", server.port()))
                    .contains("three");
        }
    }
}
