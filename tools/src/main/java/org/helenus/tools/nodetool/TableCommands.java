package org.helenus.tools.nodetool;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Commands about tables and their files.
final class TableCommands {
    private static final String TABLES = "[<keyspace> <tables>...]";

    private TableCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("flush", "Flush one or more tables", TABLES, TableCommands::flush)
                        .anyWords(),
                Command.of(
                                "tablestats",
                                "Print statistics on tables",
                                "[-H] [-i] [-l] [-s <sort_key> [-t <top>]] [<keyspace.table>...]",
                                TableCommands::stats)
                        .flag("Display bytes in human readable form, i.e. KiB, MiB, GiB, TiB", "-H", "--human-readable")
                        .flag("Ignore the list of tables and display the remaining tables", "-i")
                        .flag(
                                "Check whether or not the SSTables are in the correct location.",
                                "-l",
                                "--sstable-location-check")
                        .option(
                                "<sort_key>",
                                "Sort tables by specified sort key (" + String.join(", ", TableOrder.KEYS) + ")",
                                "-s",
                                "--sort")
                        .option(
                                "<top>",
                                "Show only the top K tables for the sort key (specify the number K of tables to be shown)",
                                "-t",
                                "--top")
                        .anyWords(),
                Command.of(
                                "tablehistograms",
                                "Print statistic histograms for a given table. Latencies, and SSTables that a read touched, are"
                                        + " those of one read and write in 16 since the start; the partitions of a file are taken to be alike.",
                                "[<keyspace> <table> | <keyspace.table>]",
                                TableCommands::histograms)
                        .words(0, 2),
                Command.of(
                                "verify",
                                "Verify (check data checksum for) one or more tables. Every byte of every file is read.",
                                "[-f] " + TABLES,
                                TableCommands::verify)
                        .flag("Not needed here: verifying changes nothing, and is never disabled", "-f", "--force")
                        .flag("Not needed here: every row is looked at anyway", "-e", "--extended-verify")
                        .flag("Not needed here: the whole file is read all the same", "-q", "--quick")
                        .flag(
                                "Not needed here: files of a version that is not known do not open",
                                "-c",
                                "--check-version")
                        .flag("Not needed here: the node owns all tokens", "-t", "--check-tokens")
                        .flag(
                                "Not needed here: a damaged file fails only reads of what is damaged in it, and writes go on",
                                "-d",
                                "--dfp")
                        .flag("Refused: nothing is ever repaired, so no repair status can be changed", "-r", "--rsc")
                        .anyWords(),
                Command.of(
                                "scrub",
                                "Scrub (rebuild sstables for) one or more tables. What is whole of a damaged file takes its"
                                        + " place; the file itself is kept in the directory damaged. Whole files stay.",
                                "[-ns] [-j <jobs>] " + TABLES,
                                TableCommands::scrub)
                        .option(
                                "<jobs>",
                                "Files to work on at once; concurrent_compactors bounds what runs at once anyway",
                                "-j",
                                "--jobs")
                        .flag("Not needed here: what is damaged is always left out", "-s", "--skip-corrupted")
                        .flag(
                                "Not needed here: rows are looked at by their checksums, not by their columns' types",
                                "-n",
                                "--no-validate")
                        .flag("Not needed here: expiration dates do not overflow", "-r", "--reinsert-overflowed-ttl")
                        .flag(
                                "Not needed here: damaged files are kept, so no snapshot is taken",
                                "-ns",
                                "--no-snapshot")
                        .anyWords(),
                Command.of(
                                "import",
                                "Import new SSTables to the system: those of directories, such as another node's table or"
                                        + " snapshot has them, or of a snapshot of this node. All are read and checked to the"
                                        + " last byte first; they stay where they are.",
                                "<keyspace> <table> <directory> ... | --snapshot <tag> <keyspace> <table>",
                                TableCommands::bringIn)
                        .option("<tag>", "What a snapshot of this node holds of the table", "--snapshot")
                        .flag("Not needed here: nothing is ever moved out of a directory", "-cd", "--copy-data")
                        .anyWords(),
                Command.of(
                                "getsstables",
                                "Print the sstable filenames that own the key",
                                "[-hf] [-l] <keyspace> <table> <key>",
                                TableCommands::holding)
                        .flag("Specify the key in hexadecimal string format", "-hf", "--hex-format")
                        .flag(
                                "If the table is using leveled compaction the level of each sstable will be included in the"
                                        + " output",
                                "-l",
                                "--show-levels")
                        .words(3, 3),
                Command.of(
                                "sstable-why",
                                "Print why deletions are still in SSTables: who holds them back, where, and since when",
                                "<SSTable file>... | --all [<keyspace> <tables>...]",
                                TableCommands::why)
                        .flag("All files of a keyspace, of tables, or of the node", "--all")
                        .anyWords());
    }

    private static void flush(Command.Call call) throws NodeException {
        call.order(new Query("/v1/flush").with("of", call.tables()));
    }

    private static void stats(Command.Call call) throws NodeException {
        if (call.has("-s") && !TableOrder.KEYS.contains(call.value("-s", ""))) {
            throw call.usage("argument for sort must be one of: " + String.join(", ", TableOrder.KEYS));
        }
        if (call.has("-t") && !call.has("-s")) {
            throw call.usage("cannot filter top K tables without specifying a sort key.");
        }
        int top = top(call);
        var report = call.node().ask(new Query("/v1/tables").with("of", call.words()));
        var tables = report.list("tables");
        if (call.has("-i")) {
            var ignored = tables.stream().map(TableOrder::fullName).collect(Collectors.toSet());
            tables = call.node().ask(new Query("/v1/tables")).list("tables").stream()
                    .filter(table -> call.words().isEmpty() || !ignored.contains(TableOrder.fullName(table)))
                    .toList();
        }
        boolean located = call.has("-l");
        if (call.has("-s")) {
            var order = new TableOrder(call.value("-s", ""));
            var shown = order.of(tables);
            shown = top == 0 || top > shown.size() ? shown : shown.subList(0, top);
            if (call.structured()) {
                call.print(TableText.sortedJson(shown, located));
            } else {
                call.out().print(TableText.sorted(shown, order, tables.size(), call.has("-H"), located));
            }
        } else if (call.structured()) {
            call.print(TableText.json(tables, located));
        } else {
            call.out().print(TableText.of(tables, call.has("-H"), located));
        }
    }

    /// 0: all.
    private static int top(Command.Call call) {
        var text = call.value("-t", "0");
        if (text.matches("-[0-9]+")) {
            throw call.usage("argument for top must be a positive integer.");
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw call.usage("top: can not convert \"" + text + "\" to a int");
        }
        return Integer.parseInt(text);
    }

    private static void histograms(Command.Call call) throws NodeException {
        if (call.words().size() == 1 && call.words().getFirst().indexOf('.') < 0) {
            throw call.usage("tablehistograms requires <keyspace> <table> or <keyspace.table> format argument.");
        }
        var report = call.node().ask(new Query("/v1/tables/histograms").with("of", call.tables()));
        if (call.structured()) {
            call.print(report);
        } else {
            call.out().print(HistogramText.of(report));
        }
    }

    private static void verify(Command.Call call) throws NodeException {
        if (call.has("-r")) {
            throw call.usage("-r: a node alone repairs nothing, so its files have no repair status to change");
        }
        call.order(new Query("/v1/verify").with("of", call.tables()));
    }

    private static void scrub(Command.Call call) throws NodeException {
        call.checkJobs();
        var report = call.order(new Query("/v1/scrub").with("of", call.tables()));
        for (var file : report.list("sstables")) {
            if (!call.structured() && !file.list("damages").isEmpty()) {
                call.out()
                        .print("Scrubbed " + file.text("file") + ": " + file.number("rows_kept") + " rows kept, "
                                + file.number("rows_lost") + " lost; the damaged file is "
                                + file.text("set_aside") + "\n");
            }
        }
    }

    private static void bringIn(Command.Call call) throws NodeException {
        var words = call.words();
        boolean ofSnapshot = call.has("--snapshot");
        if (words.size() < 2 || ofSnapshot != (words.size() == 2)) {
            throw call.usage("import takes a keyspace, a table, and directories or --snapshot");
        }
        var query = new Query("/v1/import").with("of", words.get(0) + "." + words.get(1));
        query = ofSnapshot
                ? query.with("snapshot", call.value("--snapshot", ""))
                : query.with(
                        "directory",
                        words.subList(2, words.size()).stream()
                                .map(word -> Path.of(word)
                                        .toAbsolutePath()
                                        .normalize()
                                        .toString())
                                .toList());
        call.order(query);
    }

    private static void why(Command.Call call) throws NodeException {
        var query = new Query("/v1/sstables/why");
        if (!call.has("--all")) {
            if (call.words().isEmpty()) {
                throw call.usage("sstable-why takes the files to explain, or --all");
            }
            query = query.with("file", call.files());
        } else {
            query = query.with("of", call.tables());
        }
        var report = call.node().ask(query);
        if (call.structured()) {
            call.print(report);
        } else {
            call.out().print(WhyText.of(report));
        }
    }

    private static void holding(Command.Call call) throws NodeException {
        var words = call.words();
        var report = call.node()
                .ask(new Query("/v1/sstables")
                        .with("of", words.get(0) + "." + words.get(1))
                        .with(call.has("-hf") ? "hex" : "key", words.get(2)));
        if (call.structured()) {
            call.print(report);
            return;
        }
        boolean levels = call.has("-l") && report.truth("leveled");
        for (var file : report.list("sstables")) {
            call.out().print((levels ? file.number("level") + ": " : "") + file.text("file") + "\n");
        }
    }
}
