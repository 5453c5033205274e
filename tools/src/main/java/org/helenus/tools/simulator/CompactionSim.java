package org.helenus.tools.simulator;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.helenus.compaction.simulation.Chart;
import org.helenus.compaction.simulation.Machine;
import org.helenus.compaction.simulation.Outcome;
import org.helenus.compaction.simulation.Sample;
import org.helenus.compaction.simulation.Simulation;
import org.helenus.compaction.simulation.Workload;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.option.CompactionParams;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// `compaction-sim`: a workload under several strategies, as a table and as a picture. Exit codes: 0 done, 1 wrong
/// usage, 2 the picture could not be written.
public final class CompactionSim {
    private static final int DONE = 0;
    private static final int USAGE = 1;
    private static final int FAILED = 2;

    /// Rows that stand for all in one simulation, when nobody says how exact it should be.
    private static final int ENTRIES = 1_500_000;

    private static final List<String> ALL =
            List.of("SizeTiered", "Leveled", "TimeWindow:compaction_window_unit=HOURS", "Unified");

    private CompactionSim() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    private static CommandSpec spec() {
        var spec = CommandSpec.create().name("compaction-sim");
        spec.usageMessage()
                .customSynopsis("compaction-sim [options] [STRATEGY[:option=value[;option=value]...]]...")
                .description(
                        "Shows what compaction strategies would cost a workload: the strategies of the server, run on"
                                + " files that are only described. Without a STRATEGY: all that merge, with their"
                                + " defaults. Example: compaction-sim --rate 5k --updates 0.8 --keys 10M SizeTiered"
                                + " 'Leveled:sstable_size_in_mb=160;fanout_size=10' --svg costs.svg");
        spec.addOption(OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("Print this help and exit")
                .build());
        option(spec, "--rate", "1k", "writes a second");
        option(spec, "--span", "1d", "how long they last: 90s, 30m, 12h, 7d");
        option(spec, "--row-size", "1KiB", "bytes of a row on disk");
        option(spec, "--keys", "0", "keys that may exist when it begins");
        option(spec, "--updates", "0", "share of the writes that go to a key that exists");
        option(spec, "--deletes", "0", "share of the writes that delete a key that exists");
        option(spec, "--choice", "uniform", "which key: uniform, zipf, latest");
        option(spec, "--ttl", "0", "of each row");
        option(spec, "--gc-grace", "10d", "how long deletions are kept");
        option(spec, "--flush-size", "64MiB", "bytes of rows that make a file");
        option(spec, "--compactors", "2", "merges at once");
        option(spec, "--throughput", "64MiB", "bytes a second that merges write together, 0 for no limit");
        option(spec, "--entries", "auto", "how many rows stand for all of a flush");
        option(spec, "--seed", "1", "of everything that is left to chance");
        spec.addOption(OptionSpec.builder("--svg")
                .type(String.class)
                .paramLabel("FILE")
                .description("Draw the figures over time")
                .build());
        spec.addOption(OptionSpec.builder("--over-time")
                .type(boolean.class)
                .description("Print the figures over time, not only what they came to")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("STRATEGY")
                .description("SizeTiered, Leveled, TimeWindow, Unified or FIFO, with options as a table has them")
                .build());
        return spec;
    }

    private static void option(CommandSpec spec, String name, String value, String description) {
        spec.addOption(OptionSpec.builder(name)
                .type(String.class)
                .paramLabel("N")
                .defaultValue(value)
                .description(description + "; " + value + " when not given")
                .build());
    }

    /// @return the exit code
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        var line = new CommandLine(spec());
        ParseResult parsed;
        try {
            parsed = line.parseArgs(arguments);
            if (parsed.isUsageHelpRequested()) {
                line.usage(out);
                return DONE;
            }
            return simulate(parsed, out);
        } catch (ParameterException | IllegalArgumentException | CqlException e) {
            err.println("compaction-sim: " + e.getMessage());
            return USAGE;
        } catch (IOException e) {
            err.println("compaction-sim: the picture could not be written: " + e.getMessage());
            return FAILED;
        }
    }

    private static int simulate(ParseResult arguments, PrintStream out) throws IOException {
        var workload = workload(arguments);
        var machine = machine(arguments, workload);
        List<String> strategies = arguments.matchedPositionalValue(0, List.<String>of());
        var simulations = new ArrayList<Simulation>();
        for (String text : strategies.isEmpty() ? ALL : strategies) {
            simulations.add(new Simulation(text, workload, params(text), machine));
        }
        String svg = arguments.matchedOptionValue("--svg", "");
        if (!svg.isEmpty()) {
            // What cannot be written is told before the work, not after it.
            Files.newOutputStream(Path.of(svg), StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        }
        var outcomes = new ArrayList<Outcome>();
        for (Simulation simulation : simulations) {
            outcomes.add(simulation.run());
        }
        out.printf(
                Locale.ROOT,
                "%s flushed in %d files; amplifications are means over time%n%n",
                Quantity.ofBytes(outcomes.getFirst().flushedBytes()),
                workload.flushes());
        table(outcomes, out);
        if (arguments.matchedOptionValue("--over-time", false)) {
            outcomes.forEach(outcome -> overTime(outcome, out));
        }
        if (!svg.isEmpty()) {
            String title = "%s writes/s for %s".formatted(value(arguments, "--rate"), value(arguments, "--span"));
            Files.writeString(Path.of(svg), Chart.svg(title, outcomes), StandardCharsets.UTF_8);
        }
        return DONE;
    }

    private static String value(ParseResult arguments, String name) {
        return arguments.commandSpec().findOption(name).getValue();
    }

    private static Workload workload(ParseResult arguments) {
        String choice = value(arguments, "--choice");
        return new Workload(
                Quantity.duration(value(arguments, "--span")),
                Quantity.count(value(arguments, "--rate")),
                Math.toIntExact(Math.min(Integer.MAX_VALUE, Quantity.bytes(value(arguments, "--row-size")))),
                (long) Quantity.count(value(arguments, "--keys")),
                Quantity.share(value(arguments, "--updates")),
                Quantity.share(value(arguments, "--deletes")),
                switch (choice) {
                    case "uniform" -> Workload.Choice.UNIFORM;
                    case "zipf" -> Workload.Choice.ZIPF;
                    case "latest" -> Workload.Choice.LATEST;
                    default ->
                        throw new IllegalArgumentException("'" + choice + "' is none of uniform, zipf and latest");
                },
                Quantity.duration(value(arguments, "--ttl")),
                Quantity.duration(value(arguments, "--gc-grace")),
                Quantity.bytes(value(arguments, "--flush-size")));
    }

    private static Machine machine(ParseResult arguments, Workload workload) {
        String entries = value(arguments, "--entries");
        return new Machine(
                (int) Quantity.count(value(arguments, "--compactors")),
                Quantity.bytes(value(arguments, "--throughput")),
                entries.equals("auto")
                        ? Math.clamp(ENTRIES / workload.flushes(), 20, 1000)
                        : (int) Quantity.count(entries),
                (long) Quantity.count(value(arguments, "--seed")));
    }

    /// `Leveled:sstable_size_in_mb=100;fanout_size=8`, checked as a table's option is.
    private static CompactionParams params(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        var options = new TreeMap<String, String>();
        options.put("class", name.endsWith("CompactionStrategy") ? name : name + "CompactionStrategy");
        if (colon >= 0) {
            for (String pair : text.substring(colon + 1).split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("'" + pair + "' in " + text + " is not option=value");
                }
                options.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            }
        }
        return CompactionParams.parse(options);
    }

    private static void table(List<Outcome> outcomes, PrintStream out) {
        int width = 10;
        for (Outcome outcome : outcomes) {
            width = Math.max(width, outcome.name().length());
        }
        String format = "%-" + width + "s  %7s  %7s  %7s  %7s  %12s  %12s  %12s  %7s  %7s%n";
        out.printf(
                format,
                "strategy",
                "write",
                "read",
                "space",
                "space",
                "debt",
                "largest",
                "merged",
                "merges",
                "dropped");
        out.printf(format, "", "amp", "amp", "amp", "most", "most", "merge", "bytes", "", "files");
        for (Outcome outcome : outcomes) {
            out.printf(
                    Locale.ROOT,
                    format,
                    outcome.name(),
                    figure(outcome.writeAmplification()),
                    figure(outcome.mean(Sample::readAmplification)),
                    figure(outcome.mean(Sample::spaceAmplification)),
                    figure(outcome.greatest(Sample::spaceAmplification)),
                    Quantity.ofBytes(outcome.greatest(Sample::debtBytes)),
                    Quantity.ofBytes(outcome.largestMergeBytes()),
                    Quantity.ofBytes(outcome.mergedBytes()),
                    outcome.merges(),
                    outcome.droppedFiles());
        }
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static void overTime(Outcome outcome, PrintStream out) {
        out.printf("%n%s%n", outcome.name());
        out.printf(
                "%10s  %7s  %7s  %7s  %7s  %12s  %12s  %7s  %12s%n",
                "seconds", "write", "read", "space", "files", "bytes", "debt", "pending", "largest");
        for (Sample sample : outcome.samples()) {
            out.printf(
                    Locale.ROOT,
                    "%10.0f  %7.2f  %7.2f  %7.2f  %7d  %12s  %12s  %7d  %12s%n",
                    sample.seconds(),
                    sample.writeAmplification(),
                    sample.readAmplification(),
                    sample.spaceAmplification(),
                    sample.files(),
                    Quantity.ofBytes(sample.bytes()),
                    Quantity.ofBytes(sample.debtBytes()),
                    sample.pendingTasks(),
                    Quantity.ofBytes(sample.largestMergeBytes()));
        }
    }
}
