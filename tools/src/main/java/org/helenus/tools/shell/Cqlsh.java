package org.helenus.tools.shell;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
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
/// Exit codes: 0 done, 1 no connection or unreadable file, 2 wrong usage, or a statement of `-e`, `-f` or a piped script failed.
public final class Cqlsh {
    private static final int FAILED = 1;
    private static final int STATEMENT_FAILED = 2;
    private static final Duration TRACE_PATIENCE = Duration.ofSeconds(10);

    private final Arguments arguments;
    private final Terminal terminal;
    private final PrintStream err;
    private final boolean interactive;

    private Cqlsh(Arguments arguments, PrintStream out, PrintStream err) {
        this.arguments = arguments;
        this.err = err;
        var console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        boolean batch = arguments.file().isPresent() || arguments.execute().isPresent();
        this.interactive = !batch && (console.isPresent() || arguments.terminal());
        boolean color = arguments.color().orElse(arguments.file().isEmpty() && console.isPresent() && hasColors());
        this.terminal = new Terminal(out, err, arguments.encoding(), color);
    }

    public static void main(String[] words) {
        System.exit(run(words, System.getenv()));
    }

    private static int run(String[] words, Map<String, String> environment) {
        return switch (Arguments.parse(words, environment)) {
            case Arguments.Parsed.Print(var text, int exitCode) -> {
                (exitCode == 0 ? System.out : System.err).print(text);
                yield exitCode;
            }
            case Arguments.Parsed.Start(var arguments) -> {
                // Unbuffered streams cost a call for each line of a result.
                var out = stream(FileDescriptor.out, arguments);
                var err = stream(FileDescriptor.err, arguments);
                int exitCode = new Cqlsh(arguments, out, err).run();
                out.flush();
                err.flush();
                yield exitCode;
            }
        };
    }

    private static PrintStream stream(FileDescriptor descriptor, Arguments arguments) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16), false, arguments.encoding());
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
                ? ServerSession.connect(options.withVersion(arguments.protocolVersion().getAsInt()))
                : ServerSession.negotiate(options);
    }

    private static String askPassword() {
        var console = System.console();
        return console == null ? "" : Optional.ofNullable(console.readPassword("Password: ")).map(String::new).orElse("");
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
            shell.runScript(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), "<stdin>");
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
