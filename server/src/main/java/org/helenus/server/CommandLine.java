package org.helenus.server;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// What the command line says.
///
/// @param host listen here instead of where the file says
/// @param port likewise; 0: any free one
/// @param data likewise, the data directory
/// @param insecure listen on any host although there is no login
record CommandLine(
        Optional<Path> config,
        Optional<String> host,
        Optional<Integer> port,
        Optional<Path> data,
        boolean insecure,
        boolean help,
        boolean version) {
    static final String HELP = """
            helenus serves CQL, as Apache Cassandra does.

            usage: helenus [options]
              --config FILE  the configuration file
              --host H       the address to listen on (default 127.0.0.1)
              --port P       the port to listen on (default 9042); 0: any free one, which is printed
              --data DIR     where the data lies (default ./data)
              --insecure     allow a host that others can reach, although there is no login
              --version      print the version
              --help         print this

            SIGTERM and Ctrl-C stop it cleanly. Exit codes: 0 stopped, 1 failure, 2 usage, 3 configuration,
            4 open to others, 5 data directory, 6 data in use, 7 data damaged, 8 address.
            """;

    /// @throws StartException it cannot be understood
    static CommandLine parse(String... args) throws StartException {
        var line = new CommandLine(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, false, false);
        for (int i = 0; i < args.length; i++) {
            int equals = args[i].startsWith("--") ? args[i].indexOf('=') : -1;
            var flag = equals < 0 ? args[i] : args[i].substring(0, equals);
            switch (flag) {
                case "--help", "-h" -> line = line.withHelp();
                case "--version" -> line = line.withVersion();
                case "--insecure" -> line = line.withInsecure();
                case "--config", "--host", "--port", "--data" -> {
                    if (equals < 0 && i + 1 == args.length) {
                        throw usage(flag + " needs a value");
                    }
                    line = line.with(flag, equals < 0 ? args[++i] : args[i].substring(equals + 1));
                }
                default -> throw usage("unknown argument '" + args[i] + "'");
            }
        }
        return line;
    }

    private CommandLine with(String flag, String value) throws StartException {
        if (value.isBlank()) {
            throw usage(flag + " needs a value");
        }
        return switch (flag) {
            case "--config" ->
                new CommandLine(Optional.of(path(flag, value)), host, port, data, insecure, help, version);
            case "--host" -> new CommandLine(config, Optional.of(value), port, data, insecure, help, version);
            case "--port" -> new CommandLine(config, host, Optional.of(port(value)), data, insecure, help, version);
            default -> new CommandLine(config, host, port, Optional.of(path(flag, value)), insecure, help, version);
        };
    }

    private CommandLine withHelp() {
        return new CommandLine(config, host, port, data, insecure, true, version);
    }

    private CommandLine withVersion() {
        return new CommandLine(config, host, port, data, insecure, help, true);
    }

    private CommandLine withInsecure() {
        return new CommandLine(config, host, port, data, true, help, version);
    }

    private static int port(String value) throws StartException {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw usage("--port: '" + value + "' is not a number");
        }
        throw usage("--port: " + value + " is not between 0 and 65535");
    }

    private static Path path(String flag, String value) throws StartException {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw usage(flag + ": '" + value + "' is not a path");
        }
    }

    private static StartException usage(String what) {
        return new StartException(ExitCode.USAGE, what + "; helenus --help tells more");
    }
}
