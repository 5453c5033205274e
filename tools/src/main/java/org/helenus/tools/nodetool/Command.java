package org.helenus.tools.nodetool;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// One command of nodetool: what it is called with, and what it does.
///
/// @param leastWords behind the options
/// @param mostWords likewise
record Command(CommandSpec spec, int leastWords, int mostWords, Body body) {
    /// What a command does.
    @FunctionalInterface
    interface Body {
        void run(Call call) throws NodeException;
    }

    /// One call of a command.
    ///
    /// @param form that its answer is wanted in
    /// @param ports are shown beside addresses
    /// @param zone that times are told in
    record Call(ParseResult arguments, Node node, PrintStream out, Form form, boolean ports, ZoneId zone) {
        /// The answer is for a program, and printed by [#print].
        boolean structured() {
            return form != Form.TEXT;
        }

        boolean has(String option) {
            return arguments.hasMatchedOption(option);
        }

        String value(String option, String otherwise) {
            return arguments.matchedOptionValue(option, otherwise);
        }

        List<String> words() {
            return arguments.matchedPositionalValue(0, List.<String>of());
        }

        /// The words are a keyspace and tables of it: `keyspace`, or `keyspace.table` for each. None: all
        /// there is.
        List<String> tables() {
            var words = words();
            if (words.size() < 2) {
                return words;
            }
            return words.subList(1, words.size()).stream()
                    .map(table -> words.getFirst() + "." + table)
                    .toList();
        }

        /// The words are files; a bare name stands for the live file that is called so.
        List<String> files() {
            return words().stream()
                    .map(word -> word.indexOf('/') < 0
                            ? word
                            : Path.of(word).toAbsolutePath().normalize().toString())
                    .toList();
        }

        /// `-j` is a number; 0 stands for as many as there can be.
        void checkJobs() {
            if (has("-j") && !value("-j", "").matches("[0-9]{1,9}")) {
                throw usage("jobs: can not convert \"" + value("-j", "") + "\" to a Integer");
            }
        }

        ParameterException usage(String what) {
            return new ParameterException(arguments.commandSpec().commandLine(), what);
        }

        /// Tells the node to do something; for a program its answer is printed.
        JsonValue order(Query query) throws NodeException {
            var report = node.order(query);
            if (structured()) {
                print(report);
            }
            return report;
        }

        void print(JsonValue report) {
            out.print(form == Form.YAML ? YamlText.of(report) : report.pretty() + "\n");
        }
    }

    static Command of(String name, String what, String synopsis, Body body) {
        var spec = CommandSpec.create().name(name);
        spec.usageMessage()
                .description(what)
                .customSynopsis(("nodetool [connection] " + name + " " + synopsis).strip());
        return new Command(spec, 0, 0, body);
    }

    Command flag(String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .type(boolean.class)
                .description(description)
                .build());
        return this;
    }

    Command option(String label, String description, String... names) {
        spec.addOption(OptionSpec.builder(names)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
        return this;
    }

    /// Words behind the options, at least and at most so many.
    Command words(int least, int most) {
        spec.addPositional(PositionalParamSpec.builder()
                .arity("0..*")
                .paramLabel("argument")
                .hidden(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
        return new Command(spec, least, most, body);
    }

    Command anyWords() {
        return words(0, Integer.MAX_VALUE);
    }

    void run(Call call) throws NodeException {
        int count = call.words().size();
        if (count < leastWords) {
            throw call.usage(name() + " requires " + (leastWords == 1 ? "an argument" : leastWords + " arguments")
                    + (count == 0 ? "" : ", not " + count));
        }
        if (count > mostWords) {
            throw call.usage("Found unexpected parameters: " + call.words().subList(mostWords, count));
        }
        body.run(call);
    }

    String name() {
        return spec.name();
    }
}
