package org.helenus.tools.shell;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// What the shell was started with.
///
/// @param color empty: when the output is a terminal
/// @param terminal forced to talk to a person even when the input is no terminal
/// @param protocolVersion empty: the newest one that the server speaks
record Arguments(
        String host,
        int port,
        Optional<Boolean> color,
        Optional<String> user,
        Optional<String> password,
        boolean silentPassword,
        Optional<String> keyspace,
        Optional<String> file,
        Optional<String> execute,
        Charset encoding,
        OptionalInt protocolVersion,
        Duration connectTimeout,
        Duration requestTimeout,
        boolean terminal,
        boolean debug) {

    /// Without the password.
    @Override
    public String toString() {
        return host + ":" + port + " color=" + color + " user=" + user + " keyspace=" + keyspace + " file=" + file
                + " execute=" + execute + " encoding=" + encoding + " protocol=" + protocolVersion + " connect="
                + connectTimeout + " request=" + requestTimeout + " terminal=" + terminal + " debug=" + debug;
    }

    /// What the command line asks for: to start, or to print a text and end with a code.
    sealed interface Parsed {
        record Start(Arguments arguments) implements Parsed {}

        record Print(String text, int exitCode) implements Parsed {}
    }

    private static final int USAGE_ERROR = 2;
    private static final int DEFAULT_PORT = 9042;

    /// Options of Python's cqlsh that this shell refuses, and why.
    private static final Map<String, String> REFUSED = Map.of(
            "--ssl", "connections are not encrypted",
            "--cqlshrc", "no configuration file is read: give options instead",
            "--credentials", "no credentials file is read: use -u, and enter the password or give it with -p",
            "--browser", "HELP prints to the terminal",
            "--coverage", "this is not Python",
            "--cqlversion", "the server's version of CQL is used");

    static Parsed parse(String[] words, Map<String, String> environment) {
        var command = new CommandLine(spec());
        try {
            var result = command.parseArgs(words);
            if (result.hasMatchedOption("--help")) {
                return new Parsed.Print(command.getUsageMessage(), 0);
            }
            if (result.hasMatchedOption("--version")) {
                return new Parsed.Print("cqlsh " + Shell.VERSION + " (Helenus)\n", 0);
            }
            return new Parsed.Start(read(result, environment, command));
        } catch (ParameterException error) {
            return new Parsed.Print(
                    "Usage: cqlsh [options] [host [port]]\n\ncqlsh: error: " + error.getMessage() + "\n", USAGE_ERROR);
        }
    }

    private static Arguments read(ParseResult given, Map<String, String> environment, CommandLine command) {
        REFUSED.forEach((option, reason) -> {
            if (given.hasMatchedOption(option)) {
                throw new ParameterException(command, option + " is not supported: " + reason);
            }
        });
        if (given.hasMatchedOption("-e") && given.hasMatchedOption("-f")) {
            throw new ParameterException(command, "-e and -f exclude each other");
        }
        if (given.hasMatchedOption("-p") && !given.hasMatchedOption("-u")) {
            throw new ParameterException(command, "-p needs -u");
        }
        if (given.hasMatchedOption("--color") && given.hasMatchedOption("--no-color")) {
            throw new ParameterException(command, "--color and --no-color exclude each other");
        }
        List<String> positional = given.matchedPositionalValue(0, List.of());
        var host = positional.isEmpty() ? environment.getOrDefault("CQLSH_HOST", "127.0.0.1") : positional.get(0);
        var port = positional.size() < 2
                ? environment.getOrDefault("CQLSH_PORT", Integer.toString(DEFAULT_PORT))
                : positional.get(1);
        return new Arguments(
                host,
                number(port, "port number", 1, 65535, command),
                color(given),
                text(given, "-u"),
                text(given, "-p"),
                given.hasMatchedOption("--insecure-password-without-warning"),
                text(given, "-k"),
                text(given, "-f"),
                text(given, "-e"),
                encoding(text(given, "--encoding").orElse("utf-8"), command),
                text(given, "--protocol-version")
                        .map(version -> OptionalInt.of(number(version, "protocol version", 3, 5, command)))
                        .orElse(OptionalInt.empty()),
                seconds(given, "--connect-timeout", 5, command),
                seconds(given, "--request-timeout", 10, command),
                given.hasMatchedOption("--tty"),
                given.hasMatchedOption("--debug"));
    }

    private static Optional<Boolean> color(ParseResult given) {
        if (given.hasMatchedOption("--color")) {
            return Optional.of(true);
        }
        return given.hasMatchedOption("--no-color") ? Optional.of(false) : Optional.empty();
    }

    private static Optional<String> text(ParseResult given, String option) {
        return Optional.ofNullable(given.matchedOptionValue(option, null));
    }

    private static Duration seconds(ParseResult given, String option, int otherwise, CommandLine command) {
        var what = option.substring(2).replace('-', ' ') + " in seconds";
        return Duration.ofSeconds(text(given, option)
                .map(value -> number(value, what, 1, 1_000_000, command))
                .orElse(otherwise));
    }

    private static int number(String text, String what, int least, int most, CommandLine command) {
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new ParameterException(command, "'" + text + "' is not a valid " + what + ".");
    }

    private static Charset encoding(String name, CommandLine command) {
        if (name.equalsIgnoreCase("utf-8") || name.equalsIgnoreCase("utf8")) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(command, "'" + name + "' is not a known encoding.");
        }
    }

    private static CommandSpec spec() {
        var spec = CommandSpec.create().name("cqlsh");
        spec.usageMessage()
                .description("CQL shell")
                .customSynopsis("cqlsh [options] [host [port]]")
                .footer(
                        "",
                        "Connects to 127.0.0.1:9042 unless CQLSH_HOST and CQLSH_PORT or the command line say otherwise.");
        flag(spec, "Always use color output", "-C", "--color");
        flag(spec, "Never use color output", "--no-color");
        value(spec, "USERNAME", "Log in as this user", "-u", "--username");
        value(spec, "PASSWORD", "Log in with this password", "-p", "--password");
        value(spec, "KEYSPACE", "Use this keyspace", "-k", "--keyspace");
        value(spec, "FILE", "Execute the statements of a file, then exit", "-f", "--file");
        value(spec, "STATEMENTS", "Execute these statements, then exit", "-e", "--execute");
        flag(spec, "Show where unexpected errors come from", "--debug");
        value(spec, "ENCODING", "Encoding of the output (default: utf-8)", "--encoding");
        value(
                spec,
                "N",
                "Version of the native protocol (default: the newest the server speaks)",
                "--protocol-version");
        value(spec, "SECONDS", "How long to wait for the connection (default: 5)", "--connect-timeout");
        value(spec, "SECONDS", "How long to wait for an answer (default: 10)", "--request-timeout");
        flag(spec, "Prompt even when the input is no terminal", "-t", "--tty");
        flag(spec, "Print the version and exit", "-v", "--version");
        flag(spec, "Print this help and exit", "-h", "--help");
        spec.addOption(OptionSpec.builder("--insecure-password-without-warning")
                .hidden(true)
                .type(boolean.class)
                .build());
        for (var option : List.of("--ssl", "--coverage")) {
            spec.addOption(
                    OptionSpec.builder(option).hidden(true).type(boolean.class).build());
        }
        for (var option : List.of("--cqlshrc", "--credentials", "--browser", "--cqlversion")) {
            spec.addOption(
                    OptionSpec.builder(option).hidden(true).type(String.class).build());
        }
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..1")
                .arity("0..2")
                .paramLabel("host port")
                .hidden(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
        return spec;
    }

    private static void flag(CommandSpec spec, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .type(boolean.class)
                .description(description)
                .build());
    }

    private static void value(CommandSpec spec, String label, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
    }
}
