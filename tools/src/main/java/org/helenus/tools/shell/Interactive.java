package org.helenus.tools.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.TerminalBuilder;

/// Reads what a person enters, with history and completion. The only class that needs JLine, so that nothing else
/// loads it.
final class Interactive {
    private final Optional<String> user;
    private final Catalog catalog;
    private final Map<String, String> environment;
    private final StatementBuffer buffer = new StatementBuffer();
    private final LineReader reader;
    private Optional<String> keyspace = Optional.empty();

    /// @param environment `CQL_HISTORY` names the file of the history
    Interactive(Optional<String> user, Catalog catalog, Map<String, String> environment) throws IOException {
        this.user = user;
        this.catalog = catalog;
        this.environment = environment;
        var parser = new DefaultParser();
        // Quotes and backslashes are CQL's business.
        parser.setQuoteChars(new char[0]);
        parser.setEscapeChars(new char[0]);
        var builder = LineReaderBuilder.builder()
                .appName("cqlsh")
                .terminal(TerminalBuilder.builder().system(true).dumb(true).build())
                .parser(parser)
                .completer((_, line, candidates) -> complete(line, candidates))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.BRACKETED_PASTE, false);
        historyFile().ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        reader = builder.build();
    }

    private Optional<Path> historyFile() {
        var file = Optional.ofNullable(environment.get("CQL_HISTORY"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cassandra", "cqlsh_history"));
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            return Optional.of(file);
        } catch (IOException unwritable) {
            return Optional.empty();
        }
    }

    /// Reads and executes until the end of the input or `EXIT`.
    void run(Shell shell, Terminal terminal) {
        while (!shell.stopped()) {
            keyspace = shell.keyspace();
            try {
                for (var statement : buffer.add(reader.readLine(prompt()))) {
                    shell.execute(statement);
                }
            } catch (UserInterruptException interrupted) {
                buffer.clear();
            } catch (EndOfFileException end) {
                terminal.say("");
                break;
            }
            terminal.flush();
        }
        terminal.endCapture();
        terminal.flush();
    }

    private String prompt() {
        if (!buffer.isEmpty()) {
            return keyspace.map(name -> " ".repeat(name.length()) + "    ... ").orElse("   ... ");
        }
        return user.map(name -> name + "@").orElse("")
                + keyspace.map(name -> "cqlsh:" + name + "> ").orElse("cqlsh> ");
    }

    /// Between two pages: whether the person wants to see the next one.
    boolean wantsMore() {
        try {
            reader.readLine("---MORE---");
            return true;
        } catch (UserInterruptException | EndOfFileException enough) {
            return false;
        }
    }

    private void complete(ParsedLine line, List<Candidate> candidates) {
        var written = line.word().substring(0, line.wordCursor());
        // A name may follow a bracket or an operator without a space.
        int start =
                1 + Math.max(Math.max(written.lastIndexOf('('), written.lastIndexOf(',')), written.lastIndexOf('='));
        var before = buffer.pending() + line.line().substring(0, line.cursor() - written.length() + start);
        for (var candidate : Completion.candidates(before, written.substring(start), keyspace, catalog)) {
            candidates.add(new Candidate(written.substring(0, start) + candidate));
        }
    }
}
