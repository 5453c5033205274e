package org.helenus.tools.nodetool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Stream;
import org.helenus.tools.shell.TextTestFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What each command asks of a node, and how it prints the answer. The input has a line for each request, `METHOD
/// target => answer`, where `@name` is a file of
/// this name; what is printed ends each line with `$`, so that spaces show.
class ConversationsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T09:30:00Z"), ZoneOffset.UTC);

    @TestFactory
    Stream<DynamicTest> conversations() {
        return TextTestFile.tests("../nodetool/conversations.txt", ConversationsTest::run);
    }

    private static String run(TextTestFile.Case test) {
        var script = new Script(test.input());
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var words = Arrays.stream(test.directive().split(" ")).skip(1).toArray(String[]::new);
        int exitCode = Nodetool.run(words, Map.of(), CLOCK, hints -> script, out, err);
        return (lines("", out) + lines("! ", err) + (exitCode == 0 ? "" : "exit " + exitCode + "\n") + script.left())
                .stripTrailing();
    }

    private static String lines(String mark, ByteArrayOutputStream out) {
        var lines = new StringBuilder();
        out.toString(StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> lines.append(mark).append(line).append("$\n"));
        return lines.toString();
    }

    /// Answers what it expects to be asked, in this order.
    private static final class Script implements Node {
        private final Deque<String> lines = new ArrayDeque<>();

        Script(String input) {
            input.lines().filter(line -> !line.isBlank()).forEach(lines::add);
        }

        @Override
        public JsonValue ask(Query query) throws NodeException {
            return answer("GET " + query.target());
        }

        @Override
        public JsonValue order(Query query) throws NodeException {
            return answer("POST " + query.target());
        }

        private JsonValue answer(String request) throws NodeException {
            if (lines.isEmpty() || !lines.element().startsWith(request + " => ")) {
                throw NodeException.failure("not expected: " + request);
            }
            var answer = lines.remove().substring(request.length() + 4);
            if (answer.startsWith("usage: ")) {
                throw NodeException.usage(answer.substring(7));
            }
            if (answer.startsWith("failure: ")) {
                throw NodeException.failure(answer.substring(9));
            }
            return JsonReader.read(answer.startsWith("@") ? report(answer.substring(1)) : answer);
        }

        private static String report(String name) {
            try {
                return Files.readString(Path.of("src/test/resources/org/helenus/tools/nodetool", name + ".json"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String left() {
            var left = new StringBuilder();
            lines.forEach(line -> left.append("not asked: ").append(line).append('\n'));
            return left.toString().stripTrailing();
        }
    }
}
