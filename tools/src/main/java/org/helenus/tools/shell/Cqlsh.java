package org.helenus.tools.shell;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.schema.error.CqlException;

/// The main class of `bin/cqlsh`.
///
/// Exit codes: 0 done, 1 no connection or unreadable file, 2 wrong usage, or a statement of `-e`, `-f` or a piped
/// script failed.
public final class Cqlsh {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int FAILED = 1;
    private static final int STATEMENT_FAILED = 2;
    private static final Duration TRACE_PATIENCE = Duration.ofSeconds(10);

    private final Arguments arguments;
    private final InputStream in;
    private final Terminal terminal;
    private final PrintStream err;
    private final boolean interactive;

    private Cqlsh(Arguments arguments, InputStream in, PrintStream out, PrintStream err) {
        this.arguments = arguments;
        this.in = in;
        this.err = err;
        boolean batch = arguments.file().isPresent() || arguments.execute().isPresent();
        this.interactive = !batch && (arguments.terminal() || isTerminal());
        boolean color = arguments.color().orElseGet(() -> arguments.file().isEmpty() && hasColors() && isTerminal());
        this.terminal = new Terminal(out, err, arguments.encoding(), color);
    }

    public static void main(String[] words) {
        int exitCode = run(
                words,
                System.getenv(),
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
        System.exit(exitCode);
    }

    /// The whole program but for its end.
    static int run(
            String[] words, Map<String, String> environment, InputStream in, OutputStream out, OutputStream err) {
        return switch (Arguments.parse(words, environment)) {
            case Arguments.Parsed.Print(var text, int exitCode) -> {
                try (var stream = stream(exitCode == 0 ? out : err, StandardCharsets.UTF_8)) {
                    stream.print(text);
                }
                yield exitCode;
            }
            case Arguments.Parsed.Start(var arguments) -> {
                try (var results = stream(out, arguments.encoding());
                        var errors = stream(err, arguments.encoding())) {
                    yield new Cqlsh(arguments, in, results, errors).run();
                }
            }
        };
    }

    /// Buffered: a call to the system for each line of a result is dear.
    private static PrintStream stream(OutputStream out, Charset encoding) {
        return new PrintStream(new BufferedOutputStream(out, BUFFER_BYTES), false, encoding);
    }

    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    private static boolean hasColors() {
        var terminal = System.getenv().getOrDefault("TERM", "");
        return !terminal.isEmpty() && !terminal.equals("dumb");
    }

    private int run() {
        if (arguments.password().isPresent() && !arguments.silentPassword()) {
            err.println("\nWarning: Using a password on the command line interface can be insecure."
                    + "\nRecommendation: leave -p out, and enter the password when asked.\n");
        }
        try (var session = connect()) {
            return run(session);
        } catch (CqlException error) {
            return fail("Connection error: " + unreachable(ErrorText.of(error)));
        } catch (IOException error) {
            return fail("Connection error: " + unreachable(error.getMessage()));
        }
    }

    private int fail(String message) {
        terminal.flush();
        err.println(message);
        err.flush();
        return FAILED;
    }

    private String unreachable(String reason) {
        return "('Unable to connect to any servers', {'" + address() + "': " + reason + "})";
    }

    private String address() {
        return arguments.host() + ":" + arguments.port();
    }

    private ServerSession connect() throws IOException {
        var options = ConnectOptions.to(arguments.host(), arguments.port())
                .withConnectTimeout(arguments.connectTimeout())
                .withTimeout(arguments.requestTimeout());
        if (arguments.user().isPresent()) {
            options = options.withCredentials(
                    arguments.user().get(), arguments.password().orElseGet(Cqlsh::askPassword));
        }
        return arguments.protocolVersion().isPresent()
                ? ServerSession.connect(
                        options.withVersion(arguments.protocolVersion().getAsInt()))
                : ServerSession.negotiate(options);
    }

    private static String askPassword() {
        var console = System.console();
        return console == null
                ? ""
                : Optional.ofNullable(console.readPassword("Password: "))
                        .map(String::new)
                        .orElse("");
    }

    private int run(Session session) throws IOException {
        var catalog = new Catalog(session);
        var format = new ValueFormat(zone());
        var pause = new SleepingPause(TRACE_PATIENCE);
        if (interactive) {
            var prompt = new Interactive(arguments.user(), catalog, System.getenv());
            var runner = new StatementRunner(session, terminal, format, catalog, true, prompt::wantsMore);
            var shell = shell(session, runner, new Traces(session, format, pause));
            use(shell);
            shell.showHost();
            shell.showVersion();
            terminal.say("Use HELP for help.");
            terminal.flush();
            prompt.run(shell, terminal);
            return 0;
        }
        var runner = new StatementRunner(session, terminal, format, catalog, false, () -> true);
        var shell = shell(session, runner, new Traces(session, format, pause));
        use(shell);
        return runBatch(shell);
    }

    private Shell shell(Session session, StatementRunner runner, Traces traces) {
        return new Shell(session, terminal, runner, traces, address(), arguments.debug());
    }

    private void use(Shell shell) throws IOException {
        if (arguments.keyspace().isPresent()) {
            shell.use(arguments.keyspace().get());
        }
    }

    private int runBatch(Shell shell) throws IOException {
        if (arguments.execute().isPresent()) {
            shell.runText(arguments.execute().get());
        } else if (arguments.file().isPresent()) {
            var file = arguments.file().get();
            try (var lines = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
                Shell.skipByteOrderMark(lines);
                shell.runScript(lines, file);
            } catch (IOException error) {
                return fail("Can't open '" + file + "': " + error.getMessage());
            }
        } else {
            shell.runScript(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), "<stdin>");
        }
        terminal.endCapture();
        terminal.flush();
        return terminal.errorPrinted() ? STATEMENT_FAILED : 0;
    }

    /// Timestamps are shown in UTC unless `TZ` says otherwise.
    private static ZoneId zone() {
        var name = System.getenv().getOrDefault("TZ", "");
        return name.isEmpty() ? ZoneOffset.UTC : ZoneId.systemDefault();
    }

    /// Sleeps between two looks at a trace.
    private record SleepingPause(Duration patience) implements Traces.Pause {
        @Override
        public boolean untilNext(Duration waited) {
            if (waited.compareTo(patience) >= 0) {
                return false;
            }
            try {
                Thread.sleep(Traces.PAUSE);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
