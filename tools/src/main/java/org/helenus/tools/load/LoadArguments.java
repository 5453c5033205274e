package org.helenus.tools.load;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.option.ByteSize;
import org.helenus.schema.type.NativeType;
import org.helenus.tools.csv.CsvFormat;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The command line of `sstableloader`.
final class LoadArguments {
    private LoadArguments() {}

    static CommandSpec spec() {
        var spec = CommandSpec.create().name("sstableloader");
        spec.usageMessage()
                .customSynopsis("sstableloader [options] KEYSPACE.TABLE FILE...")
                .description(
                        "Brings CSV, or SSTables of another table, into a table without writing it row by row: sorts,"
                                + " builds SSTables and places them in the level where they belong. All of it becomes"
                                + " visible at once, or nothing. A FILE is CSV (.gz too, - for the input), an SSTable"
                                + " (.sst) or a directory of them.")
                .footer(
                        "",
                        "Exit codes: 0 all loaded, 1 wrong usage, 2 nothing loaded, 3 loaded but for rows that were"
                                + " refused.");
        spec.addOption(OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("print this help and exit")
                .build());
        value(spec, "DIR", "the node's data directory (default: data)", "--data");
        value(spec, "FILE", "a CQL script that creates keyspace and table where they are not there", "--schema");
        value(spec, "DIR", "leave the SSTables in this directory; --data then only tells the schema", "--output");
        value(
                spec,
                "A,B",
                "what the fields are (default: the header, else the primary key and the rest by name)",
                "--columns");
        flag(spec, "the first line names the columns", "--header");
        value(spec, "C", "between fields (default: ,)", "--delimiter");
        value(spec, "C", "around fields (default: \")", "--quote");
        value(spec, "C", "before a character that means itself (default: \\; empty: none)", "--escape");
        value(spec, "TEXT", "what stands for null (default: an empty field)", "--null");
        value(spec, "MODE", "a null writes nothing (unset, the default) or deletes what was there (delete)", "--nulls");
        value(
                spec,
                "F",
                "of timestamps, as strptime has it: %%Y-%%m-%%d %%H:%%M:%%S%%z (default: ISO 8601)",
                "--datetime-format");
        value(spec, "F", "of dates", "--date-format");
        value(spec, "F", "of times", "--time-format");
        value(spec, "T,F", "how true and false are written (default: True,False)", "--bool-style");
        value(spec, "C", "of numbers (default: .)", "--decimal-sep");
        value(spec, "C", "of numbers (default: none)", "--thousands-sep");
        value(spec, "N", "lines to pass over at the start of each file", "--skip-rows");
        value(spec, "N", "stop after so many rows", "--max-rows");
        value(
                spec,
                "MICROS",
                "write timestamp of the first row, one more for each further (default: the clock)",
                "--timestamp");
        value(spec, "SECONDS", "time to live of the rows", "--ttl");
        value(
                spec,
                "N",
                "rows that may be refused before nothing is loaded (default: 100; -1: any number)",
                "--max-errors");
        value(spec, "FILE", "where refused rows go", "--error-file");
        value(spec, "SIZE", "memory for sorting (default: 256MiB)", "--memory");
        flag(
                spec,
                "measure this load against inserting the same rows, in directories that are deleted again",
                "--compare");
        spec.addPositional(PositionalParamSpec.builder()
                .arity("0..*")
                .paramLabel("ARGUMENT")
                .hidden(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
        return spec;
    }

    private static void value(CommandSpec spec, String label, String description, String name) {
        spec.addOption(OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
    }

    private static void flag(CommandSpec spec, String description, String name) {
        spec.addOption(OptionSpec.builder(name)
                .type(boolean.class)
                .description(description)
                .build());
    }

    /// @throws ParameterException for what cannot be
    static LoadPlan plan(ParseResult given) {
        List<String> words = given.matchedPositionalValue(0, List.of());
        if (words.size() < 2) {
            throw wrong(given, "KEYSPACE.TABLE and at least one FILE are needed");
        }
        int dot = words.getFirst().indexOf('.');
        if (dot < 1 || dot == words.getFirst().length() - 1) {
            throw wrong(given, "'" + words.getFirst() + "' is not KEYSPACE.TABLE");
        }
        long memory = memory(given);
        try {
            return new LoadPlan(
                    words.getFirst().substring(0, dot),
                    words.getFirst().substring(dot + 1),
                    words.subList(1, words.size()),
                    csv(given),
                    Path.of(given.matchedOptionValue("--data", "data")),
                    path(given, "--schema"),
                    path(given, "--output"),
                    number(given, "--max-errors", 100, -1),
                    path(given, "--error-file"),
                    memory,
                    given.hasMatchedOption("--compare"));
        } catch (IllegalArgumentException e) {
            throw wrong(given, e.getMessage());
        }
    }

    private static CsvOptions csv(ParseResult given) {
        var format = new CsvFormat(
                character(given, "--delimiter").orElse(','),
                character(given, "--quote").orElse('"'),
                given.hasMatchedOption("--escape") ? character(given, "--escape") : Optional.of('\\'));
        String[] truths = given.matchedOptionValue("--bool-style", "True,False").split(",", -1);
        if (truths.length != 2) {
            throw wrong(given, "--bool-style is two words with a comma between");
        }
        var text = new TextOptions(
                given.matchedOptionValue("--null", ""),
                pattern(given, "--datetime-format"),
                pattern(given, "--date-format"),
                pattern(given, "--time-format"),
                truths[0],
                truths[1],
                character(given, "--decimal-sep").orElse('.'),
                character(given, "--thousands-sep"));
        String nulls = given.matchedOptionValue("--nulls", "unset");
        if (!nulls.equals("unset") && !nulls.equals("delete")) {
            throw wrong(given, "--nulls is unset or delete, not " + nulls);
        }
        return new CsvOptions(
                format,
                text,
                given.hasMatchedOption("--header"),
                Optional.ofNullable(given.<String>matchedOptionValue("--columns", null))
                        .map(names -> Arrays.stream(names.split(",", -1))
                                .map(String::strip)
                                .toList()),
                nulls.equals("delete"),
                number(given, "--skip-rows", 0, 0),
                number(given, "--max-rows", Long.MAX_VALUE, 0),
                given.hasMatchedOption("--timestamp")
                        ? OptionalLong.of(number(given, "--timestamp", 0, Long.MIN_VALUE + 1))
                        : OptionalLong.empty(),
                ttl(given));
    }

    /// What Cassandra allows: twenty years.
    private static int ttl(ParseResult given) {
        long seconds = number(given, "--ttl", 0, 0);
        if (seconds > 630_720_000) {
            throw wrong(given, "ttl is too large. requested (" + seconds + ") maximum (630720000)");
        }
        return (int) seconds;
    }

    private static long memory(ParseResult given) {
        String text = given.matchedOptionValue("--memory", "256MiB");
        long bytes = ByteSize.parse(text)
                .orElseThrow(() -> wrong(given, "--memory: '" + text + "' is no size such as 256MiB"));
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap / 2) {
            throw wrong(
                    given,
                    "--memory: " + text + " is more than half of this process's heap of " + (heap >> 20)
                            + " MiB; HELENUS_JAVA_OPTS=-Xmx… gives it more");
        }
        return bytes;
    }

    private static Optional<Path> path(ParseResult given, String name) {
        return Optional.ofNullable(given.<String>matchedOptionValue(name, null)).map(Path::of);
    }

    /// One character; `\\t` is a tabulator. Empty: no such character.
    private static Optional<Character> character(ParseResult given, String name) {
        String text = given.matchedOptionValue(name, "");
        String one = text.equals("\\t") ? "\t" : text;
        if (one.length() > 1) {
            throw wrong(given, name + " is one character, not '" + text + "'");
        }
        return one.isEmpty() ? Optional.empty() : Optional.of(one.charAt(0));
    }

    private static Optional<StrftimePattern> pattern(ParseResult given, String name) {
        return Optional.ofNullable(given.<String>matchedOptionValue(name, null)).map(StrftimePattern::new);
    }

    private static long number(ParseResult given, String name, long otherwise, long least) {
        String text = given.matchedOptionValue(name, Long.toString(otherwise));
        try {
            long number =
                    java.nio.ByteBuffer.wrap(NativeType.BIGINT.parse(text)).getLong();
            if (number >= least) {
                return number;
            }
        } catch (CqlException _) {
            // Told below.
        }
        throw wrong(given, name + ": '" + text + "' is no number from " + least + " on");
    }

    private static ParameterException wrong(ParseResult given, String what) {
        return new ParameterException(given.commandSpec().commandLine(), what);
    }
}
