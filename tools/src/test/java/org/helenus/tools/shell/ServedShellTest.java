package org.helenus.tools.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.helenus.server.HelenusServer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What a user sees: scripts piped into the shell, which asks a real server. Each has a server of its own.
public class ServedShellTest {
    @TestFactory
    Stream<DynamicTest> scripts() {
        return TextTestFile.tests("served.txt", this::run);
    }

    private String run(TextTestFile.Case test) {
        try (var server = HelenusServer.builder().inMemory().port(0).start()) {
            return run(test.input(), server.port());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// What the shell prints for a script piped into it.
    public static String run(String script, int port) {
        var printed = new ByteArrayOutputStream();
        Cqlsh.run(
                new String[] {"--no-color", "127.0.0.1", Integer.toString(port)},
                Map.of(),
                new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)),
                printed,
                printed);
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.isEmpty() ? "~" : line)
                .collect(Collectors.joining("\n"));
    }
}
