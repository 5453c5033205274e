package org.helenus.tools.nodetool;

import java.util.List;

/// Commands about compaction.
final class CompactionCommands {
    private static final long MIB = 1 << 20;
    private static final String TABLES = "[<keyspace> <tables>...]";
    private static final Query NOW = new Query("/v1/compactions");

    private CompactionCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of(
                                "compact",
                                "Force a (major) compaction on one or more tables or user-defined compaction on given"
                                        + " SSTables",
                                "[-s] [-st <token>] [-et <token>] [--partition <key>] " + TABLES
                                        + " | --user-defined <SSTable file>...",
                                CompactionCommands::compact)
                        .flag("Use -s to not create a single big file", "-s", "--split-output")
                        .flag("Use --user-defined to submit listed files for user-defined compaction", "--user-defined")
                        .option(
                                "<token>",
                                "Use -st to specify a token at which the compaction range starts (inclusive)",
                                "-st",
                                "--start-token")
                        .option(
                                "<token>",
                                "Use -et to specify a token at which compaction range ends (inclusive)",
                                "-et",
                                "--end-token")
                        .option("<key>", "String representation of the partition key", "--partition")
                        .anyWords(),
                Command.of("compactionstats", "Print statistics on compactions", "[-H] [-V]", CompactionCommands::now)
                        .flag("Display bytes in human readable form, i.e. KiB, MiB, GiB, TiB", "-H", "--human-readable")
                        .flag("Display fields matching vtable output", "-V", "--vtable"),
                Command.of("compactionhistory", "Print history of compaction", "", CompactionCommands::history),
                Command.of(
                                "getcompactionthroughput",
                                "Print the MiB/s throughput cap for compaction in the system as a rounded number",
                                "[-d]",
                                CompactionCommands::throughput)
                        .flag(
                                "Print the MiB/s throughput cap for compaction in the system as a precise number (double)",
                                "-d",
                                "--precise-mib"),
                Command.of(
                                "setcompactionthroughput",
                                "Set the MiB/s throughput cap for compaction in the system, or 0 to disable throttling",
                                "<value_in_mb>",
                                CompactionCommands::setThroughput)
                        .words(1, 1),
                Command.of(
                        "getconcurrentcompactors",
                        "Get the number of concurrent compactors in the system.",
                        "",
                        CompactionCommands::concurrent),
                Command.of(
                                "setconcurrentcompactors",
                                "Set number of concurrent compactors in the system.",
                                "<value>",
                                CompactionCommands::setConcurrent)
                        .words(1, 1),
                Command.of(
                                "enableautocompaction",
                                "Enable autocompaction for the given keyspace and table",
                                TABLES,
                                call -> setAutomatic(call, true))
                        .anyWords(),
                Command.of(
                                "disableautocompaction",
                                "Disable autocompaction for the given keyspace and table",
                                TABLES,
                                call -> setAutomatic(call, false))
                        .anyWords(),
                Command.of(
                                "statusautocompaction",
                                "status of autocompaction of the given keyspace and table",
                                "[-a] " + TABLES,
                                CompactionCommands::automatic)
                        .flag("Show auto compaction status for each keyspace/table", "-a", "--all")
                        .anyWords(),
                Command.of(
                        "pausecompaction",
                        "Let compactions under way stand still and begin none, until resumecompaction",
                        "",
                        call -> call.order(new Query("/v1/compactions/paused").with("paused", true))),
                Command.of(
                        "resumecompaction",
                        "Let compactions go on that pausecompaction stopped",
                        "",
                        call -> call.order(new Query("/v1/compactions/paused").with("paused", false))),
                Command.of(
                                "garbagecollect",
                                "Remove deleted data from one or more tables",
                                "[-g ROW|CELL] [-j <jobs>] " + TABLES,
                                CompactionCommands::collectGarbage)
                        .option(
                                "<granularity>",
                                "Granularity of garbage removal. ROW (default) removes deleted partitions and rows, CELL also"
                                        + " removes overwritten or deleted cells.",
                                "-g",
                                "--granularity")
                        .option(
                                "<jobs>",
                                "Files to work on at once; concurrent_compactors bounds what runs at once anyway",
                                "-j",
                                "--jobs")
                        .anyWords(),
                Command.of(
                                "stop",
                                "Stop compaction. Types: COMPACTION, TOMBSTONE_COMPACTION, MAJOR_COMPACTION,"
                                        + " GARBAGE_COLLECT; the others of Cassandra are never under way here.",
                                "<compaction type> | -id <compactionId>",
                                CompactionCommands::stop)
                        .option(
                                "<compactionId>",
                                "Use -id to stop a compaction by the specified id, as compactionstats shows it",
                                "-id",
                                "--compaction-id")
                        .words(0, 1));
    }

    private static void compact(Command.Call call) throws NodeException {
        boolean byToken = call.has("-st") || call.has("-et");
        var query = new Query("/v1/compact");
        if (call.has("--user-defined")) {
            if (call.has("-s") || byToken || call.has("--partition")) {
                throw call.usage("Invalid option combination: User defined only compaction can not be used with split"
                        + " output, tokens or a partition");
            }
            if (call.words().isEmpty()) {
                throw call.usage("--user-defined takes the files to compact");
            }
            query = query.with("file", call.files());
        } else {
            if (call.has("-s") && (byToken || call.has("--partition")) || byToken && call.has("--partition")) {
                throw call.usage(
                        "Invalid option combination: Can only use one of split output, tokens and a partition at a time");
            }
            query = query.with("of", call.tables());
            query = call.has("-s") ? query.with("split", true) : query;
            query = call.has("-st") ? query.with("first", token(call, "-st")) : query;
            query = call.has("-et") ? query.with("last", token(call, "-et")) : query;
            query = call.has("--partition") ? query.with("key", call.value("--partition", "")) : query;
        }
        call.order(query);
    }

    private static long token(Command.Call call, String option) {
        var text = call.value(option, "");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw call.usage(option + ": '" + text + "' is not a token");
        }
    }

    private static void now(Command.Call call) throws NodeException {
        var report = call.node().ask(NOW);
        if (call.structured()) {
            call.print(report);
        } else {
            call.out().print(CompactionText.now(report, call.has("-H"), call.has("-V")));
        }
    }

    private static void history(Command.Call call) throws NodeException {
        var report = call.node().ask(new Query("/v1/compactions/history"));
        if (call.structured()) {
            call.print(CompactionText.historyJson(report, call.zone()));
        } else {
            call.out().print(CompactionText.history(report, call.zone()));
        }
    }

    private static void throughput(Command.Call call) throws NodeException {
        long bytes = call.node().ask(NOW).number("throughput_bytes");
        if (call.structured()) {
            var fields = JsonValue.fields();
            fields.put("throughput_bytes", JsonValue.of(bytes));
            call.print(new JsonValue.Fields(fields));
        } else if (call.has("-d")) {
            call.out().print("Current compaction throughput: " + (double) bytes / MIB + " MiB/s\n");
        } else {
            call.out().print("Current compaction throughput: " + Math.round((double) bytes / MIB) + " MB/s\n");
        }
    }

    private static void setThroughput(Command.Call call) throws NodeException {
        long value = number(call, "compaction_throughput", Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (value < 0) {
            throw call.usage("Invalid data rate: value must be non-negative");
        }
        call.order(new Query("/v1/compactions/throughput").with("bytes", value * MIB));
    }

    private static void concurrent(Command.Call call) throws NodeException {
        var count = call.node().ask(NOW).get("concurrent_compactors");
        if (call.structured()) {
            var fields = JsonValue.fields();
            fields.put("concurrent_compactors", count);
            call.print(new JsonValue.Fields(fields));
        } else {
            call.out().print("Current concurrent compactors in the system is: \n" + count.pretty() + "\n");
        }
    }

    private static void setConcurrent(Command.Call call) throws NodeException {
        if (number(call, "concurrent_compactors", Integer.MIN_VALUE, Integer.MAX_VALUE) < 1) {
            throw call.usage("concurrent_compactors should be great than 0.");
        }
        call.order(new Query("/v1/compactions/concurrent")
                .with("count", call.words().getFirst()));
    }

    private static long number(Command.Call call, String name, long least, long greatest) {
        var text = call.words().getFirst();
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= greatest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like what is too small or too large
        }
        throw call.usage(name + ": can not convert \"" + text + "\" to a Integer");
    }

    private static void setAutomatic(Command.Call call, boolean enabled) throws NodeException {
        call.order(
                new Query("/v1/compactions/automatic").with("of", call.tables()).with("enabled", enabled));
    }

    private static void automatic(Command.Call call) throws NodeException {
        var report = call.node().ask(new Query("/v1/compactions/automatic").with("of", call.tables()));
        if (call.structured()) {
            call.print(report);
        } else if (call.has("-a")) {
            call.out().print(CompactionText.automatic(report));
        } else {
            boolean all = report.list("tables").stream().allMatch(table -> table.truth("enabled"));
            call.out().print(all ? "running\n" : "not running\n");
        }
    }

    private static void collectGarbage(Command.Call call) throws NodeException {
        call.checkJobs();
        var granularity = call.value("-g", "ROW");
        if (!List.of("ROW", "CELL").contains(granularity)) {
            throw call.usage("granularity: can not convert \"" + granularity + "\" to a TombstoneOption");
        }
        call.order(new Query("/v1/garbagecollect").with("of", call.tables()).with("cells", granularity.equals("CELL")));
    }

    private static void stop(Command.Call call) throws NodeException {
        if (call.has("-id") != call.words().isEmpty()) {
            throw call.usage("stop takes a compaction type or -id");
        }
        var query = new Query("/v1/compactions/stop");
        call.order(
                call.has("-id")
                        ? query.with("id", call.value("-id", ""))
                        : query.with("type", call.words().getFirst()));
    }
}
