package org.helenus.tools.nodetool;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The main class of `bin/nodetool`.
///
/// Exit codes: 0 done, 1 wrong usage, 2 failure.
public final class Nodetool {
    static final int DONE = 0;
    static final int USAGE = 1;
    static final int FAILURE = 2;

    private static final String SEE_HELP = "See 'nodetool help' or 'nodetool help <command>'.";
    private static final String CONNECTION = """
            nodetool [--data <dir>] [-h <host>] [-p <port>] [--token-file <file>]
                    [-F json|yaml] <command> [<args>]""";

    private final SequencedMap<String, Command> commands = new LinkedHashMap<>();
    private final Clock clock;

    /// From an address to what answers there.
    interface Reach {
        Node node(NodeAddress.Hints hints) throws NodeException;
    }

    private Nodetool(Clock clock) {
        this.clock = clock;
        var all = new ArrayList<Command>();
        all.addAll(NodeCommands.all());
        all.addAll(TableCommands.all());
        all.addAll(CompactionCommands.all());
        all.addAll(new SnapshotCommands(clock).all());
        all.stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(command -> commands.put(command.name(), command));
    }

    public static void main(String[] words) {
        Reach reach = hints -> new RemoteNode(NodeAddress.find(hints));
        int exitCode = run(
                words,
                System.getenv(),
                Clock.systemDefaultZone(),
                reach,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
        System.exit(exitCode);
    }

    /// The whole program but for its end.
    static int run(
            String[] words,
            Map<String, String> environment,
            Clock clock,
            Reach reach,
            OutputStream output,
            OutputStream errors) {
        try (var out = stream(output);
                var err = stream(errors)) {
            try {
                return new Nodetool(clock).run(words, environment, reach, out);
            } catch (UnmatchedArgumentException e) {
                out.flush();
                err.print("nodetool: Found unexpected parameters: " + e.getUnmatched() + "\n" + SEE_HELP + "\n");
                return USAGE;
            } catch (ParameterException e) {
                out.flush();
                err.print("nodetool: " + e.getMessage() + "\n" + SEE_HELP + "\n");
                return USAGE;
            } catch (NodeException e) {
                out.flush();
                err.print((e.isUsage() ? "nodetool: " : "error: ") + e.getMessage() + "\n"
                        + (e.isUsage() ? SEE_HELP + "\n" : ""));
                return e.isUsage() ? USAGE : FAILURE;
            } catch (UnexpectedAnswer e) {
                out.flush();
                err.print("error: " + e.getMessage() + "\n");
                return FAILURE;
            }
        }
    }

    private static PrintStream stream(OutputStream out) {
        return new PrintStream(new BufferedOutputStream(out), false, StandardCharsets.UTF_8);
    }

    private int run(String[] words, Map<String, String> environment, Reach reach, PrintStream out)
            throws NodeException {
        var top = new CommandLine(connection());
        for (var command : commands.values()) {
            connection(command.spec());
            top.addSubcommand(command.name(), command.spec());
        }
        top.addSubcommand(
                "help",
                Command.of("help", "Display help information", "[<command>]", call -> {})
                        .anyWords()
                        .spec());
        var parsed = top.parseArgs(words);
        if (!parsed.hasSubcommand()) {
            out.print(help());
            return DONE;
        }
        var arguments = parsed.subcommand();
        var name = arguments.commandSpec().name();
        if (name.equals("help")) {
            out.print(help(top, arguments.matchedPositionalValue(0, List.<String>of())));
            return DONE;
        }
        var command = commands.get(name);
        refuseLogin(top, parsed, arguments);
        var form = Form.named(connection(top, parsed, arguments, "--format").orElse("text"))
                .orElseThrow(() -> new ParameterException(top, "arguments for -F are json,yaml only."));
        boolean ports = parsed.hasMatchedOption("-pp") || arguments.hasMatchedOption("-pp");
        if (ports && !name.equals("status")) {
            throw new ParameterException(top, "-pp is for status: " + name + " shows no addresses");
        }
        var node = reach.node(hints(top, parsed, arguments, environment));
        command.run(new Command.Call(arguments, node, out, form, ports, clock.getZone()));
        return DONE;
    }

    /// What Cassandra's nodetool logs in with. Who passes a password expects that it is looked at.
    private static void refuseLogin(CommandLine top, ParseResult before, ParseResult behind) {
        for (var name : List.of("-u", "-pw", "-pwf")) {
            if (before.hasMatchedOption(name) || behind.hasMatchedOption(name)) {
                throw new ParameterException(
                        top,
                        name + ": there are no users here; the node's token opens it, which is found by --data or"
                                + " given by --token-file or " + NodeAddress.TOKEN_VARIABLE);
            }
        }
    }

    // ---- where the node is

    private static CommandSpec connection() {
        var spec = CommandSpec.create().name("nodetool");
        connection(spec);
        return spec;
    }

    /// Before the command or behind it.
    private static void connection(CommandSpec spec) {
        connection(
                spec,
                "<host>",
                "Node hostname or ip address (default: what the node left in its data directory)",
                "-h",
                "--host");
        connection(spec, "<port>", "Port of the admin endpoint (default with -h: 7199)", "-p", "--port");
        connection(spec, "<file>", "File with the token, such as the node's admin-endpoint", "--token-file");
        connection(spec, "<dir>", "Data directory of the node (default: data)", "--data");
        spec.addOption(OptionSpec.builder("-pp", "--print-port")
                .type(boolean.class)
                .description("Show the port beside the address, that of the native protocol")
                .build());
        hidden(spec, "-u", "--username");
        hidden(spec, "-pw", "--password");
        hidden(spec, "-pwf", "--password-file");
        connection(spec, "<format>", "Output format: text (default), json or yaml", "-F", "--format");
    }

    private static void connection(CommandSpec spec, String label, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
    }

    private static void hidden(CommandSpec spec, String... names) {
        spec.addOption(OptionSpec.builder(names).type(String.class).hidden(true).build());
    }

    private static Optional<String> connection(CommandLine top, ParseResult before, ParseResult behind, String name) {
        Optional<String> first = Optional.ofNullable(before.matchedOptionValue(name, null));
        Optional<String> second = Optional.ofNullable(behind.matchedOptionValue(name, null));
        if (first.isPresent() && second.isPresent()) {
            throw new ParameterException(top, name + " is there twice");
        }
        return first.or(() -> second);
    }

    private static NodeAddress.Hints hints(
            CommandLine top, ParseResult before, ParseResult behind, Map<String, String> environment) {
        Optional<Integer> port = Optional.empty();
        var text = connection(top, before, behind, "--port");
        if (text.isPresent()) {
            if (!text.get().matches("[0-9]{1,5}") || Integer.parseInt(text.get()) > 65_535) {
                throw new ParameterException(top, "port: can not convert \"" + text.get() + "\" to a port");
            }
            port = Optional.of(Integer.parseInt(text.get()));
        }
        return new NodeAddress.Hints(
                connection(top, before, behind, "--host"),
                port,
                connection(top, before, behind, "--token-file").map(Path::of),
                Optional.ofNullable(environment.get(NodeAddress.TOKEN_VARIABLE)),
                connection(top, before, behind, "--data").map(Path::of));
    }

    // ---- help

    private String help() {
        var out = new StringBuilder("usage: " + CONNECTION + "\n\nThe nodetool commands are:\n");
        for (var command : commands.values()) {
            var what = command.spec().usageMessage().description()[0];
            int end = what.indexOf(". ");
            out.append("    ")
                    .append(command.name())
                    .repeat(' ', 36 - command.name().length());
            out.append(end < 0 ? what : what.substring(0, end)).append('\n');
        }
        return out.append("\nSee 'nodetool help <command>' for more information on a specific command.\n")
                .toString();
    }

    private String help(CommandLine top, List<String> names) {
        if (names.isEmpty()) {
            return help();
        }
        var out = new StringBuilder();
        for (var name : names) {
            if (!commands.containsKey(name)) {
                throw new ParameterException(top, "Unknown command " + name);
            }
            out.append(top.getSubcommands().get(name).getUsageMessage(Ansi.OFF));
        }
        return out.toString();
    }
}
