package org.helenus.tools.nodetool;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Commands about the node itself.
final class NodeCommands {
    private static final Query NODE = new Query("/v1/node");

    private NodeCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of(
                                "status",
                                "Print cluster information (state, load, IDs, ...)",
                                "[-r] [<keyspace>]",
                                NodeCommands::status)
                        .flag("Show node domain names instead of IPs", "-r", "--resolve-ip")
                        .words(0, 1),
                Command.of("info", "Print node information (uptime, load, ...)", "[-T] [-O]", NodeCommands::info)
                        .flag("Display all tokens", "-T", "--tokens")
                        .flag(
                                "Display operations for invalid tokens: none, as the node owns all tokens",
                                "-O",
                                "--out-of-range-ops"),
                Command.of("version", "Print cassandra version", "[-v]", NodeCommands::version)
                        .flag("Include additional information", "-v", "--verbose"),
                Command.of(
                        "drain",
                        "Drain the node (stop accepting writes and flush all tables)",
                        "",
                        call -> call.order(new Query("/v1/drain"))),
                Command.of(
                                "metrics",
                                "Print what the node counts: all, or what has a name that begins so. An extension, like"
                                        + " sstable-why.",
                                "[<name>...]",
                                NodeCommands::metrics)
                        .anyWords(),
                Command.of("tpstats", "Print usage statistics of thread pools", "", NodeCommands::pools));
    }

    private static void status(Command.Call call) throws NodeException {
        var report = call.node().ask(NODE);
        if (!call.words().isEmpty()) {
            var _ = call.node().ask(new Query("/v1/compactions/automatic").with("of", call.words())); // is it there?
        }
        if (call.structured()) {
            call.print(report);
        } else {
            var port = call.ports() ? ":" + report.number("native_port") : "";
            call.out().print(NodeText.status(report, address -> (call.has("-r") ? named(address) : address) + port));
        }
    }

    /// The address itself where it has no name.
    private static String named(String address) {
        try {
            return InetAddress.getByName(address).getCanonicalHostName();
        } catch (UnknownHostException e) {
            return address;
        }
    }

    private static void info(Command.Call call) throws NodeException {
        var report = call.node().ask(NODE);
        if (call.structured()) {
            call.print(report);
        } else {
            call.out().print(NodeText.info(report, call.has("-T"), call.has("-O")));
        }
    }

    private static void version(Command.Call call) throws NodeException {
        var report = call.node().ask(NODE);
        if (call.structured()) {
            var fields = JsonValue.fields();
            fields.put("ReleaseVersion", report.get("release_version"));
            call.print(new JsonValue.Fields(fields));
        } else {
            call.out()
                    .print("ReleaseVersion: " + report.text("release_version") + "\n"
                            + (call.has("-v") ? "GitSHA: Unknown\n" : "")); // of Cassandra's source there is none
        }
    }

    private static void metrics(Command.Call call) throws NodeException {
        var report = call.node().ask(new Query("/v1/metrics").with("name", call.words()));
        if (call.structured()) {
            call.print(report);
        } else {
            call.out().print(NodeText.metrics(report));
        }
    }

    private static void pools(Command.Call call) throws NodeException {
        var report = call.node().ask(new Query("/v1/pools"));
        if (call.structured()) {
            call.print(NodeText.poolsJson(report));
        } else {
            call.out().print(NodeText.pools(report));
        }
    }
}
