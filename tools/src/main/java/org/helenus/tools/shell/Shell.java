package org.helenus.tools.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.helenus.cql.CqlPrinter;
import org.helenus.protocol.client.Page;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.protocol.message.RowsResult;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;

/// Executes statements and commands one after the other and keeps the settings between them. One thread.
final class Shell {
    /// The version of cqlsh whose flags and layouts these are.
    static final String VERSION = "6.2.0";

    private static final int MAX_SOURCE_DEPTH = 16;

    private final Session session;
    private final Terminal terminal;
    private final StatementRunner runner;
    private final Traces traces;
    private final String address;
    private final boolean debug;

    private ShellSettings settings = ShellSettings.DEFAULTS;
    private boolean stopped;
    private int sourceDepth;

    /// @param address where the session is connected, `host:port`
    /// @param debug shows where unexpected errors come from
    Shell(Session session, Terminal terminal, StatementRunner runner, Traces traces, String address, boolean debug) {
        this.session = session;
        this.terminal = terminal;
        this.runner = runner;
        this.traces = traces;
        this.address = address;
        this.debug = debug;
    }

    Optional<String> keyspace() {
        return settings.keyspace();
    }

    /// Whether `EXIT` was said.
    boolean stopped() {
        return stopped;
    }

    /// Changes to a keyspace before anything is executed.
    ///
    /// @throws CqlException when there is none of that name
    void use(String keyspace) throws IOException {
        settings = runner.run("USE " + CqlPrinter.name(keyspace), settings).settings();
    }

    /// Reads statements to the end and executes each; errors are told and do not end it.
    ///
    /// @param name where the lines come from, for messages
    void runScript(BufferedReader lines, String name) throws IOException {
        runScript(lines, name, runner.forScript());
    }

    private void runScript(BufferedReader lines, String name, StatementRunner scriptRunner) throws IOException {
        var buffer = new StatementBuffer();
        // As cqlsh counts: the line after the last one that was read.
        int line = 1;
        for (var text = lines.readLine(); text != null && !stopped; text = lines.readLine()) {
            line++;
            for (var statement : buffer.add(text)) {
                execute(statement, name + ":" + line + ":", scriptRunner);
            }
        }
        if (!stopped && !buffer.isEmpty()) {
            terminal.error(name + ":" + line + ":Incomplete statement at end of file");
        }
    }

    /// Executes what was given on the command line; its last statement needs no semicolon.
    void runText(String text) {
        var buffer = new StatementBuffer();
        var scriptRunner = runner.forScript();
        for (var line : (text + "\n;").lines().toList()) {
            for (var statement : buffer.add(line)) {
                execute(statement, "<stdin>:1:", scriptRunner);
            }
        }
        if (!buffer.isEmpty()) {
            terminal.error("<stdin>:1:Incomplete statement at end of file");
        }
    }

    /// Executes one statement that a person entered.
    void execute(String statement) {
        execute(statement, "", runner);
    }

    /// @param origin comes before error messages
    private void execute(String statement, String origin, StatementRunner with) {
        if (stopped) {
            return;
        }
        try {
            var command = ShellCommand.parse(statement);
            if (command.isPresent()) {
                run(command.get(), origin, with);
            } else {
                var outcome = with.run(statement, settings);
                settings = outcome.settings();
                if (outcome.tracingId().isPresent()) {
                    printTrace(outcome.tracingId().get(), origin);
                }
            }
        } catch (CqlException error) {
            terminal.error(origin + ErrorText.of(error));
        } catch (IOException error) {
            terminal.error(origin + "ConnectionException: " + error.getMessage());
            explain(error);
        }
    }

    private void explain(Throwable error) {
        if (debug) {
            terminal.error(error.toString());
            for (var frame : error.getStackTrace()) {
                terminal.error("    at " + frame);
            }
        }
    }

    private void run(ShellCommand command, String origin, StatementRunner with) throws IOException {
        switch (command) {
            case ShellCommand.Help(var topics) -> help(topics, origin);
            case ShellCommand.Describe(var text) -> describe(text, origin, with);
            case ShellCommand.Consistency(var level) -> {
                level.ifPresent(given -> settings = settings.withConsistency(given));
                terminal.say(
                        level.isPresent()
                                ? "Consistency level set to " + settings.consistency() + "."
                                : "Current consistency level is " + settings.consistency() + ".");
            }
            case ShellCommand.SerialConsistency(var level) -> {
                level.ifPresent(given -> settings = settings.withSerialConsistency(given));
                terminal.say(
                        level.isPresent()
                                ? "Serial consistency level set to " + settings.serialConsistency() + "."
                                : "Current serial consistency level is " + settings.serialConsistency() + ".");
            }
            case ShellCommand.Paging paging -> paging(paging, origin);
            case ShellCommand.Expand(var on) ->
                settings = settings.withExpand(switchTo("EXPAND", "Expanded output", settings.expand(), on, origin));
            case ShellCommand.Tracing(var on) ->
                settings = settings.withTracing(switchTo("TRACING", "Tracing", settings.tracing(), on, origin));
            case ShellCommand.Source(var file) -> source(file, origin, with);
            case ShellCommand.Capture capture -> capture(capture, origin);
            case ShellCommand.ShowVersion() -> showVersion();
            case ShellCommand.ShowHost() -> showHost();
            case ShellCommand.ShowSession(var id) -> printTrace(id, origin);
            case ShellCommand.Clear() -> terminal.clearScreen();
            case ShellCommand.Exit() -> stopped = true;
            case ShellCommand.Unsupported(var message) -> terminal.error(origin + message);
            case ShellCommand.Improper(var word) -> terminal.error(origin + "Improper " + word + " command.");
        }
        terminal.flush();
    }

    private void help(List<String> topics, String origin) {
        if (topics.isEmpty()) {
            HelpTopics.overview().forEach(terminal::say);
        }
        for (var topic : topics) {
            HelpTopics.about(topic)
                    .ifPresentOrElse(
                            text -> text.lines().forEach(terminal::say),
                            () -> terminal.error(origin + "*** No help on " + topic));
        }
    }

    /// The server's refusal is told without its code, as cqlsh does here.
    private void describe(String text, String origin, StatementRunner with) throws IOException {
        try {
            with.describe(text, settings);
        } catch (CqlException error) {
            terminal.error(origin + error.getMessage());
        }
    }

    private boolean switchTo(String command, String what, boolean now, Optional<Boolean> wanted, String origin) {
        if (wanted.isEmpty()) {
            terminal.say(
                    now
                            ? what + " is currently enabled. Use " + command + " OFF to disable"
                            : what + " is currently disabled. Use " + command + " ON to enable.");
            return now;
        }
        boolean on = wanted.get();
        if (on == now) {
            terminal.error(origin
                    + (on
                            ? what + " is already enabled. Use " + command + " OFF to disable."
                            : what + " is not enabled."));
        } else {
            terminal.say(on ? "Now " + what + " is enabled" : "Disabled " + what + ".");
        }
        return on;
    }

    private void paging(ShellCommand.Paging paging, String origin) {
        int size = paging.pageSize().orElse(settings.pageSize());
        boolean on = paging.pageSize().isPresent()
                || switchTo("PAGING", "Query paging", settings.paging(), paging.on(), origin);
        settings = settings.withPaging(on, on ? size : ShellSettings.DEFAULT_PAGE_SIZE);
        if (on) {
            terminal.say("Page size: " + size);
        }
    }

    private void source(String file, String origin, StatementRunner with) {
        if (sourceDepth >= MAX_SOURCE_DEPTH) {
            terminal.error(origin + "SOURCE is nested more than " + MAX_SOURCE_DEPTH + " files deep.");
            return;
        }
        sourceDepth++;
        try (var lines = Files.newBufferedReader(path(file), StandardCharsets.UTF_8)) {
            skipByteOrderMark(lines);
            runScript(lines, file, with.forScript());
            // What ends the script does not end the shell.
            stopped = false;
        } catch (IOException error) {
            terminal.error(origin + "Could not open '" + file + "': " + reason(error));
        } finally {
            sourceDepth--;
        }
    }

    static void skipByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != 0xFEFF) {
            reader.reset();
        }
    }

    private void capture(ShellCommand.Capture capture, String origin) {
        var current = terminal.captureName();
        if (capture.off()) {
            if (current.isEmpty()) {
                terminal.error(origin + "Not currently capturing output.");
            }
            terminal.endCapture();
        } else if (capture.file().isEmpty()) {
            terminal.say(current.map(name -> "Currently capturing query output to '" + name + "'.")
                    .orElse("Currently not capturing query output."));
        } else if (current.isPresent()) {
            terminal.error(origin + "Already capturing output to " + current.get() + ". Use CAPTURE OFF to disable.");
        } else {
            startCapture(capture.file().get(), origin);
        }
    }

    private void startCapture(String file, String origin) {
        try {
            terminal.captureTo(file, path(file));
            terminal.say("Now capturing query output to '" + file + "'.");
        } catch (IOException error) {
            terminal.error(origin + "Could not open '" + file + "' for append: " + reason(error));
        }
    }

    private static Path path(String file) {
        boolean home = file.equals("~") || file.startsWith("~/");
        return Path.of(home ? System.getProperty("user.home") + file.substring(1) : file);
    }

    private static String reason(IOException error) {
        return switch (error) {
            case NoSuchFileException _ -> "No such file or directory";
            case AccessDeniedException _ -> "Permission denied";
            default -> error.getMessage();
        };
    }

    /// `Connected to Test Cluster at 127.0.0.1:9042`
    void showHost() throws IOException {
        terminal.say("Connected to " + local("cluster_name") + " at " + address);
    }

    void showVersion() throws IOException {
        terminal.say("[cqlsh %s | Cassandra %s | CQL spec %s | Native protocol v%d]"
                .formatted(VERSION, local("release_version"), local("cql_version"), session.protocolVersion()));
    }

    private String local(String column) throws IOException {
        var answer = session.execute(
                "SELECT " + column + " FROM system.local WHERE key = 'local'",
                QueryParameters.of(ConsistencyLevel.ONE, BoundValues.EMPTY),
                false);
        if (answer.response() instanceof RowsResult rows && rows.rowCount() > 0) {
            var value = Page.of(rows, List.of()).value(0, 0);
            return value.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
        }
        return "";
    }

    private void printTrace(UUID id, String origin) throws IOException {
        var table = traces.table(id);
        if (table.isEmpty()) {
            terminal.error(origin + "Session " + id + " wasn't found.");
            return;
        }
        terminal.result("");
        terminal.result((terminal.color() ? Color.MAGENTA.apply("Tracing session: ") : "Tracing session: ") + id);
        terminal.result("");
        table.get().lines(true, terminal.color()).forEach(terminal::result);
        terminal.result("");
        terminal.flush();
    }
}
