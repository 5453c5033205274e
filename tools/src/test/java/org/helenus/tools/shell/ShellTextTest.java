package org.helenus.tools.shell;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.helenus.schema.type.CqlType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The shell as a function from what is entered and what the server says to what is printed.
class ShellTextTest {
    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> values() {
        return TextTestFile.tests("values.txt", test -> {
            var lines = test.input().lines().toList();
            var type = TestTypes.of(lines.get(0));
            Optional<byte[]> value = lines.get(1).equals("null") ? Optional.empty() : Optional.of(wire(type, lines));
            var zone = lines.size() > 2 ? ZoneId.of(lines.get(2)) : ZoneOffset.UTC;
            var text = new ValueFormat(zone).format(type, value);
            return switch (test.directive()) {
                case "value", "bytes" -> text.plain() + "|" + text.width();
                case "colored" -> text.colored().replace("\033", "ESC") + "|" + text.coloredWidth();
                default -> throw new IllegalArgumentException(test.directive());
            };
        });
    }

    /// A CQL constant, or the bytes themselves as hex after `hex`.
    private static byte[] wire(CqlType type, List<String> lines) {
        var text = lines.get(1);
        if (text.startsWith("hex ")) {
            return HexFormat.of().parseHex(text.substring(4));
        }
        boolean quoted = text.startsWith("'");
        return type.parse(
                quoted
                        ? text.substring(1, text.length() - 1)
                                .replace("''", "'")
                                .replace("\\n", "\n")
                                .replace("\\e", "\033")
                        : text);
    }

    @TestFactory
    Stream<DynamicTest> commands() {
        return TextTestFile.tests(
                "commands.txt",
                test -> ShellCommand.parse(test.input()).map(Object::toString).orElse("for the server"));
    }

    /// One word of the command line a line; lines with `$` set the environment.
    @TestFactory
    Stream<DynamicTest> arguments() {
        return TextTestFile.tests("arguments.txt", test -> {
            var environment = test.input()
                    .lines()
                    .filter(line -> line.startsWith("$"))
                    .collect(Collectors.toMap(
                            line -> line.substring(1, line.indexOf('=')),
                            line -> line.substring(line.indexOf('=') + 1)));
            var words = test.input().lines().filter(line -> !line.startsWith("$") && !line.isEmpty());
            return switch (Arguments.parse(words.toArray(String[]::new), environment)) {
                case Arguments.Parsed.Start(var arguments) -> arguments.toString();
                case Arguments.Parsed.Print(var text, int exitCode) ->
                    "exit " + exitCode + "\n" + text.replaceAll("\n\n+", "\n").stripTrailing();
            };
        });
    }

    @TestFactory
    Stream<DynamicTest> buffer() {
        return TextTestFile.tests("buffer.txt", test -> {
            var buffer = new StatementBuffer();
            var answer = test.input()
                    .lines()
                    .map(line -> line + " -> " + buffer.add(line))
                    .collect(Collectors.joining("\n"));
            return answer + (buffer.isEmpty() ? "" : "\npending");
        });
    }

    @TestFactory
    Stream<DynamicTest> completions() {
        return TextTestFile.tests("completions.txt", test -> {
            var session = new FakeSession();
            var lines = session.learn(test.input().lines().toList());
            // The cursor is drawn as an underscore.
            var entered = lines.get(0).substring(0, lines.get(0).length() - 1);
            int start = Math.max(entered.lastIndexOf(' '), entered.lastIndexOf('(')) + 1;
            Optional<String> keyspace = lines.size() > 1 ? Optional.of(lines.get(1)) : Optional.empty();
            return String.join(
                    " ",
                    Completion.candidates(
                            entered.substring(0, start), entered.substring(start), keyspace, new Catalog(session)));
        });
    }

    @TestFactory
    Stream<DynamicTest> sessions() {
        return TextTestFile.tests("sessions.txt", this::session);
    }

    private String session(TextTestFile.Case test) {
        try {
            Files.writeString(directory.resolve("a.cql"), "SELECT * FROM a;\nBAD;\nEXIT\nSELECT * FROM b;\n");
            Files.writeString(directory.resolve("unfinished.cql"), "SELECT * FROM a");
            var session = new FakeSession();
            var lines = session.learn(test.input().lines().toList());
            var printed = new ByteArrayOutputStream();
            var out = new PrintStream(printed, false, StandardCharsets.UTF_8);
            boolean color = test.directive().contains("color");
            boolean interactive = test.directive().startsWith("interactive");
            var terminal = new Terminal(out, new MarkedStream(out), StandardCharsets.UTF_8, color);
            var format = new ValueFormat(ZoneOffset.UTC);
            var catalog = new Catalog(session);
            var runner = new StatementRunner(session, terminal, format, catalog, interactive, () -> {
                out.println("---MORE---");
                return !test.directive().contains("enough");
            });
            var traces = new Traces(session, format, _ -> false);
            var shell = new Shell(session, terminal, runner, traces, "127.0.0.1:9042", false);
            var text = String.join("\n", lines).replace("DIR", directory.toString());
            if (interactive) {
                var buffer = new StatementBuffer();
                text.lines().forEach(line -> buffer.add(line).forEach(shell::execute));
            } else if (test.directive().startsWith("execute")) {
                shell.runText(text);
            } else {
                shell.runScript(new BufferedReader(new StringReader(text)), "x.cql");
            }
            terminal.endCapture();
            terminal.flush();
            return shown(printed.toString(StandardCharsets.UTF_8))
                    + (test.directive().contains("requests") ? "\n" + String.join("\n", session.requests()) : "")
                    + captured();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String captured() throws IOException {
        var file = directory.resolve("captured");
        if (!Files.exists(file)) {
            return "";
        }
        var text = "\n== captured\n" + shown(Files.readString(file));
        Files.delete(file);
        return text;
    }

    /// Empty lines as `~`, since they end the answers of text tests; every line ends with `$`, to show spaces.
    private String shown(String printed) {
        return printed.lines()
                .map(line -> line.isEmpty() ? "~" : line + "$")
                .map(line -> line.replace("\033", "ESC").replace(directory.toString(), "DIR"))
                .collect(Collectors.joining("\n"));
    }

    /// Errors, marked, among the other lines.
    private static final class MarkedStream extends PrintStream {
        MarkedStream(PrintStream out) {
            super(out, true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(String line) {
            super.println("! " + line);
        }
    }
}
