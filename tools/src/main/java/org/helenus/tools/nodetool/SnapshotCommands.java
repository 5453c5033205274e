package org.helenus.tools.nodetool;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Commands about snapshots.
final class SnapshotCommands {
    private static final Map<String, Double> UNITS =
            Map.of("ns", 1.0, "us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3_600e9, "d", 86_400e9);

    private final Clock clock;

    /// @param clock names snapshots that nobody names, and says how old others are
    SnapshotCommands(Clock clock) {
        this.clock = clock;
    }

    List<Command> all() {
        return List.of(
                Command.of(
                                "snapshot",
                                "Take a snapshot of specified keyspaces or a snapshot of the specified table",
                                "[-t <tag>] [-sf] [--ttl <ttl>] [<keyspaces>... | -cf <table> <keyspace> | -kt <keyspace.table,...>]",
                                this::take)
                        .option("<tag>", "The name of the snapshot", "-t", "--tag")
                        .option(
                                "<table>",
                                "The table name (you must specify one and only one keyspace for using this option)",
                                "-cf",
                                "--column-family",
                                "--table")
                        .option(
                                "<ktlist>",
                                "The list of Keyspace.table to take snapshot.(you must not specify only keyspace)",
                                "-kt",
                                "--kt-list",
                                "-kc",
                                "--kc.list")
                        .flag(
                                "Do not flush memtables before snapshotting (snapshot will not contain unflushed data)",
                                "-sf",
                                "--skip-flush")
                        .option(
                                "<ttl>",
                                "How long the snapshot is kept, such as 90m, 12h or 3d; it goes by itself then",
                                "--ttl")
                        .anyWords(),
                Command.of(
                                "listsnapshots",
                                "Lists all the snapshots along with the size on disk and true size",
                                "[-e] [-nt]",
                                this::list)
                        .flag("Not needed here: there are no ephemeral snapshots to include", "-e", "--ephemeral")
                        .flag("Skip snapshots with TTL", "-nt", "--no-ttl"),
                Command.of(
                                "clearsnapshot",
                                "Remove the snapshot with the given name from the given keyspaces",
                                "-t <snapshot_name> | --all | --older-than <age> | --older-than-timestamp <time>"
                                        + " [<keyspaces>...]",
                                this::clear)
                        .option("<snapshot_name>", "Remove the snapshot with a given name", "-t")
                        .flag("Removes all snapshots", "--all")
                        .option("<age>", "Clear snapshots older than this, such as 3d or 12h", "--older-than")
                        .option(
                                "<time>",
                                "Clear snapshots older than this time, such as 2022-12-03T10:15:30Z",
                                "--older-than-timestamp")
                        .anyWords());
    }

    private void take(Command.Call call) throws NodeException {
        var tag = call.value("-t", Long.toString(clock.millis()));
        var chosen = chosen(call);
        Optional<String> ttl = call.has("--ttl") ? Optional.of(call.value("--ttl", "")) : Optional.empty();
        var query = new Query("/v1/snapshots")
                .with("tag", tag)
                .with("flush", !call.has("-sf"))
                .with("of", chosen);
        query = ttl.isEmpty() ? query : query.with("ttl", life(call, ttl.get()));
        if (!call.structured()) {
            call.out()
                    .print("Requested creating snapshot(s) for [" + named(chosen) + "] with snapshot name [" + tag
                            + "] and options {skipFlush=" + call.has("-sf")
                            + ttl.map(text -> ", ttl=" + text).orElse("") + "}\n");
            call.out().flush();
        }
        call.order(query);
        if (!call.structured()) {
            call.out().print("Snapshot directory: " + tag + "\n");
        }
    }

    private static String named(List<String> chosen) {
        return chosen.isEmpty() ? "all keyspaces" : String.join(", ", chosen);
    }

    private static List<String> chosen(Command.Call call) {
        var words = call.words();
        if (call.has("-kt")) {
            if (!words.isEmpty() || call.has("-cf")) {
                throw call.usage(
                        "When specifying the Keyspace table list (using -kt,--kt-list,-kc,--kc.list), you must not"
                                + " also specify keyspaces to snapshot");
            }
            return Stream.of(call.value("-kt", "").split(","))
                    .map(String::strip)
                    .toList();
        }
        if (call.has("-cf")) {
            if (words.size() != 1) {
                throw call.usage(
                        "When specifying the table for a snapshot, you must specify one and only one keyspace");
            }
            return List.of(words.getFirst() + "." + call.value("-cf", ""));
        }
        return words;
    }

    private void list(Command.Call call) throws NodeException {
        var report = call.node().ask(new Query("/v1/snapshots"));
        if (call.has("-nt")) {
            var fields = JsonValue.fields();
            fields.put(
                    "snapshots",
                    new JsonValue.Items(report.list("snapshots").stream()
                            .filter(snapshot ->
                                    snapshot.optional("expires_millis").isEmpty())
                            .toList()));
            report = new JsonValue.Fields(fields);
        }
        if (call.structured()) {
            call.print(report);
        } else {
            call.out().print(SnapshotText.of(report.list("snapshots")));
        }
    }

    private void clear(Command.Call call) throws NodeException {
        boolean byAge = call.has("--older-than") || call.has("--older-than-timestamp");
        if (!call.has("-t") && !call.has("--all") && !byAge) {
            throw call.usage("Specify snapshot name or --all");
        }
        if (call.has("-t") && (call.has("--all") || byAge)) {
            throw call.usage("Specify only one of snapshot name or --all");
        }
        var query = new Query("/v1/snapshots/clear").with("of", call.words());
        if (call.has("-t")) {
            query = query.with("tag", call.value("-t", ""));
        }
        if (byAge) {
            query = query.with("before", before(call).toEpochMilli());
        }
        if (!call.structured()) {
            call.out()
                    .print("Requested clearing snapshot(s) for [" + named(call.words()) + "] with "
                            + (call.has("-t") ? "snapshot name [" + call.value("-t", "") + "]" : "[all snapshots]")
                            + "\n");
            call.out().flush();
        }
        call.order(query);
    }

    private Instant before(Command.Call call) {
        var bounds = new ArrayList<Instant>();
        if (call.has("--older-than-timestamp")) {
            var text = call.value("--older-than-timestamp", "");
            try {
                bounds.add(Instant.parse(text));
            } catch (DateTimeParseException e) {
                throw call.usage("'" + text + "' is not a time such as 2022-12-03T10:15:30Z");
            }
        }
        if (call.has("--older-than")) {
            bounds.add(clock.instant().minusSeconds(seconds(call, call.value("--older-than", ""))));
        }
        if (bounds.size() > 1) {
            throw call.usage("Specify only one of --older-than or --older-than-timestamp");
        }
        return bounds.getFirst();
    }

    /// Cassandra's durations: nothing longer than a century is meant.
    private static long life(Command.Call call, String text) {
        var number = text.replaceAll("[a-zµ]+$", "");
        var nanos = UNITS.get(text.substring(number.length()));
        if (nanos == null || !number.matches("[0-9]{1,15}")) {
            throw call.usage("Invalid duration: " + text
                    + " Accepted units:[NANOSECONDS, MICROSECONDS, MILLISECONDS, SECONDS, MINUTES, HOURS, DAYS] where"
                    + " case matters and only non-negative values.");
        }
        double seconds = Long.parseLong(number) * (nanos / 1e9);
        if (seconds > 100 * 365.25 * 86_400) {
            throw call.usage("Invalid duration: " + text + " is longer than a century");
        }
        return (long) seconds;
    }

    private static long seconds(Command.Call call, String age) {
        if (age.matches("[0-9]{1,9}[smhd]")) {
            long number = Long.parseLong(age.substring(0, age.length() - 1));
            return switch (age.charAt(age.length() - 1)) {
                case 's' -> number;
                case 'm' -> 60 * number;
                case 'h' -> 3_600 * number;
                default -> 86_400 * number;
            };
        }
        throw call.usage("'" + age + "' is not an age such as 3d, 12h, 30m or 90s");
    }
}
