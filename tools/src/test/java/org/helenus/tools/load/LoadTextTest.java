package org.helenus.tools.load;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.helenus.server.HelenusServer;
import org.helenus.server.config.ConfigException;
import org.helenus.server.config.ConfigFile;
import org.helenus.storage.ManualClock;
import org.helenus.tools.shell.ServedShellTest;
import org.helenus.tools.shell.TextTestFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What a user sees who loads CSV into the directory of a stopped node, and what a server that starts on it answers
/// afterwards. A case: options, then the schema, a line `====`, the CSV, and after another `====` a query.
final class LoadTextTest {
    private static final long MICROS = 1_704_164_645_000_006L;

    @TempDir
    Path directory;

    private int cases;

    @TestFactory
    Stream<DynamicTest> loads() {
        return TextTestFile.tests("../load/loads.txt", this::run);
    }

    private String run(TextTestFile.Case test) {
        try {
            return run(test, Files.createDirectory(directory.resolve("case" + cases++)));
        } catch (IOException | ConfigException e) {
            throw new AssertionError(e);
        }
    }

    private String run(TextTestFile.Case test, Path place) throws IOException, ConfigException {
        List<String> parts = Arrays.asList(test.input().split("====\n?", -1));
        Files.writeString(
                place.resolve("schema.cql"),
                "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};\n"
                        + parts.get(0));
        Path csv = Files.writeString(place.resolve("rows.csv"), parts.get(1));
        Path data = place.resolve("data");
        var words = new ArrayList<>(List.of("--data", data.toString(), "--schema", place + "/schema.cql"));
        for (String word : test.directive().split(" ", -1)) {
            words.add(word.replace("~", " ").replace("PLACE", place.toString()));
        }
        words.addAll(List.of("ks.t", csv.toString()));
        var printed = new ByteArrayOutputStream();
        int exitCode = SSTableLoader.run(
                words.stream().filter(word -> !word.equals("-")).toArray(String[]::new),
                new ByteArrayInputStream(new byte[0]),
                printed,
                printed,
                new ManualClock(MICROS),
                new SplittableRandom(1));
        var answer = new StringBuilder(printed.toString(StandardCharsets.UTF_8)
                .replace(csv.toString(), "rows.csv")
                .replace(place.toString(), "PLACE")
                .replaceAll("heap of \\d+ MiB", "heap of N MiB")
                .replaceAll("(?m)^[\\d.]+ us of CPU.*\n", ""));
        answer.append("exit code ").append(exitCode).append('\n');
        Path refused = place.resolve("refused");
        if (Files.exists(refused)) {
            answer.append("refused: ").append(Files.readString(refused));
        }
        return (answer + (parts.size() > 2 ? query(data, parts.get(2)) : "")).stripTrailing();
    }

    private static String query(Path data, String cql) throws IOException, ConfigException {
        try (var server = HelenusServer.builder()
                .settings(ConfigFile.parse("admin_port: -1\n", "test"))
                .dataDirectory(data)
                .port(0)
                .start()) {
            return ServedShellTest.run(cql, server.port());
        }
    }
}
