package org.helenus.tools.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.helenus.schema.request.ConsistencyLevel;

/// What the shell does itself instead of sending it to the server.
sealed interface ShellCommand {
    record Help(List<String> topics) implements ShellCommand {}

    /// Sent to the server as it is; printed in a way of its own.
    record Describe(String text) implements ShellCommand {}

    record Consistency(Optional<ConsistencyLevel> level) implements ShellCommand {}

    record SerialConsistency(Optional<ConsistencyLevel> level) implements ShellCommand {}

    /// A switch, a page size, or neither to be told the state.
    record Paging(Optional<Boolean> on, Optional<Integer> pageSize) implements ShellCommand {}

    record Expand(Optional<Boolean> on) implements ShellCommand {}

    record Tracing(Optional<Boolean> on) implements ShellCommand {}

    record Source(String file) implements ShellCommand {}

    /// Without a file: what is captured now. `off` ends it.
    record Capture(Optional<String> file, boolean off) implements ShellCommand {}

    record ShowVersion() implements ShellCommand {}

    record ShowHost() implements ShellCommand {}

    record ShowSession(UUID session) implements ShellCommand {}

    record Clear() implements ShellCommand {}

    record Exit() implements ShellCommand {}

    /// A command of cqlsh that this shell does not have, and what to do instead.
    record Unsupported(String message) implements ShellCommand {}

    /// A command that is not written as it should be.
    record Improper(String word) implements ShellCommand {}

    /// The words that begin a command of the shell.
    Set<String> WORDS = Set.of(
            "?",
            "HELP",
            "DESCRIBE",
            "DESC",
            "CONSISTENCY",
            "SERIAL",
            "PAGING",
            "EXPAND",
            "TRACING",
            "SOURCE",
            "CAPTURE",
            "SHOW",
            "LOGIN",
            "COPY",
            "CLEAR",
            "CLS",
            "EXIT",
            "QUIT",
            "HISTORY",
            "DEBUG");

    /// Whether a line that begins with this word, in capitals, needs no semicolon. `COPY` does.
    static boolean isCommandWord(String word) {
        return WORDS.contains(word) && !word.equals("COPY");
    }

    /// The command that a statement is, without its semicolon; empty when it is for the server.
    static Optional<ShellCommand> parse(String statement) {
        var first = StatementBuffer.firstWord(statement);
        if (!WORDS.contains(first)) {
            return Optional.empty();
        }
        var words = words(statement);
        var arguments = words.subList(1, words.size());
        var improper = new Improper(words.getFirst());
        return Optional.of(
                switch (first) {
                    case "?", "HELP" -> new Help(arguments);
                    case "DESCRIBE", "DESC" -> new Describe(statement);
                    case "CONSISTENCY" ->
                        level(arguments, false)
                                .<ShellCommand>map(Consistency::new)
                                .orElse(improper);
                    case "SERIAL" -> serial(arguments).orElse(improper);
                    case "PAGING" -> paging(arguments).orElse(improper);
                    case "EXPAND" ->
                        onOrOff(arguments).<ShellCommand>map(Expand::new).orElse(improper);
                    case "TRACING" ->
                        onOrOff(arguments).<ShellCommand>map(Tracing::new).orElse(improper);
                    case "SOURCE" ->
                        file(arguments).<ShellCommand>map(Source::new).orElse(improper);
                    case "CAPTURE" -> capture(arguments).orElse(improper);
                    case "SHOW" -> show(arguments).orElse(improper);
                    case "CLEAR", "CLS" -> arguments.isEmpty() ? new Clear() : improper;
                    case "EXIT", "QUIT" -> arguments.isEmpty() ? new Exit() : improper;
                    case "LOGIN" -> new Unsupported("LOGIN is not supported: start the shell again with -u and -p.");
                    case "COPY" ->
                        new Unsupported("COPY is not supported: use a driver or DSBulk to load and unload data.");
                    case "HISTORY" ->
                        new Unsupported(
                                "HISTORY is not supported: use the arrow keys or Ctrl-R to find what was entered.");
                    case "DEBUG" -> new Unsupported("DEBUG is not supported: start the shell with --debug.");
                    default -> throw new IllegalStateException(first);
                });
    }

    private static Optional<Optional<ConsistencyLevel>> level(List<String> arguments, boolean serialOnly) {
        if (arguments.isEmpty()) {
            return Optional.of(Optional.empty());
        }
        var name = arguments.getFirst().toUpperCase(Locale.ROOT);
        for (var level : ConsistencyLevel.values()) {
            if (arguments.size() == 1 && level.name().equals(name) && (level.isSerial() || !serialOnly)) {
                return Optional.of(Optional.of(level));
            }
        }
        return Optional.empty();
    }

    private static Optional<ShellCommand> serial(List<String> arguments) {
        if (arguments.isEmpty() || !arguments.getFirst().equalsIgnoreCase("CONSISTENCY")) {
            return Optional.empty();
        }
        return level(arguments.subList(1, arguments.size()), true).map(SerialConsistency::new);
    }

    private static Optional<ShellCommand> paging(List<String> arguments) {
        if (arguments.size() == 1 && arguments.getFirst().matches("[0-9]{1,9}")) {
            int size = Integer.parseInt(arguments.getFirst());
            return size > 0 ? Optional.of(new Paging(Optional.empty(), Optional.of(size))) : Optional.empty();
        }
        return onOrOff(arguments).map(on -> new Paging(on, Optional.empty()));
    }

    private static Optional<Optional<Boolean>> onOrOff(List<String> arguments) {
        if (arguments.isEmpty()) {
            return Optional.of(Optional.empty());
        }
        boolean on = arguments.getFirst().equalsIgnoreCase("ON");
        boolean off = arguments.getFirst().equalsIgnoreCase("OFF");
        return arguments.size() == 1 && (on || off) ? Optional.of(Optional.of(on)) : Optional.empty();
    }

    /// One file name in quotes.
    private static Optional<String> file(List<String> arguments) {
        if (arguments.size() != 1 || !arguments.getFirst().matches("(?s)'.+'")) {
            return Optional.empty();
        }
        var quoted = arguments.getFirst();
        return Optional.of(quoted.substring(1, quoted.length() - 1).replace("''", "'"));
    }

    private static Optional<ShellCommand> capture(List<String> arguments) {
        if (arguments.isEmpty()) {
            return Optional.of(new Capture(Optional.empty(), false));
        }
        if (arguments.size() == 1 && arguments.getFirst().equalsIgnoreCase("OFF")) {
            return Optional.of(new Capture(Optional.empty(), true));
        }
        return file(arguments).map(name -> new Capture(Optional.of(name), false));
    }

    private static Optional<ShellCommand> show(List<String> arguments) {
        var what = arguments.isEmpty() ? "" : arguments.getFirst().toUpperCase(Locale.ROOT);
        if (arguments.size() == 1 && what.equals("VERSION")) {
            return Optional.of(new ShowVersion());
        }
        if (arguments.size() == 1 && what.equals("HOST")) {
            return Optional.of(new ShowHost());
        }
        if (arguments.size() == 2 && what.equals("SESSION")) {
            return uuid(arguments.get(1)).map(ShowSession::new);
        }
        if (what.equals("REPLICAS")) {
            return Optional.of(new Unsupported("SHOW REPLICAS is not supported: see DESCRIBE CLUSTER in a keyspace."));
        }
        return Optional.empty();
    }

    private static Optional<UUID> uuid(String text) {
        return text.matches("(?i)[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }

    /// Parts between spaces; a string in single quotes is one part.
    private static List<String> words(String statement) {
        var words = new ArrayList<String>();
        var matcher = Pattern.compile("'(?:[^']|'')*'|[^\\s']+|'").matcher(statement);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }
}
