package org.helenus.tools.nodetool;

import java.util.List;
import java.util.function.UnaryOperator;

/// What the node's own report looks like: `status`, `info`, `tpstats`.
final class NodeText {
    private NodeText() {}

    /// @param shown how an address is shown
    static String status(JsonValue node, UnaryOperator<String> shown) {
        var dataCenter = "Datacenter: " + node.text("data_center");
        var columns = new Columns("  ")
                .row("--", "Address", "Load", "Tokens", "Owns (effective)", "Host ID", "Rack")
                .row(
                        "UN",
                        shown.apply(node.text("address")),
                        Amounts.spaced(node.number("load_bytes")),
                        Integer.toString(node.list("tokens").size()),
                        "100.0%",
                        node.text("host_id"),
                        node.text("rack"));
        return dataCenter + "\n" + "=".repeat(dataCenter.length())
                + "\nStatus=Up/Down\n|/ State=Normal/Leaving/Joining/Moving\n" + columns + "\n";
    }

    /// @param tokens each on a line of its own
    /// @param outOfRange operations for tokens that the node does not own: it owns all, so the list is empty
    static String info(JsonValue node, boolean tokens, boolean outOfRange) {
        var out = new StringBuilder();
        line(out, "ID", node.text("host_id"));
        line(out, "Gossip active", "false"); // a node alone has nobody to gossip with
        line(out, "Native Transport active", Boolean.toString(node.truth("native_transport_active")));
        line(out, "Load", Amounts.spaced(node.number("load_bytes")));
        line(out, "Uncompressed load", Amounts.spaced(node.number("uncompressed_bytes")));
        line(out, "Generation No", Long.toString(node.number("started_seconds")));
        line(out, "Uptime (seconds)", Long.toString(node.number("uptime_seconds")));
        line(
                out,
                "Heap Memory (MB)",
                mebibytes(node.number("heap_used_bytes")) + " / " + mebibytes(node.number("heap_max_bytes")));
        line(out, "Off Heap Memory (MB)", mebibytes(node.number("off_heap_bytes")));
        line(out, "Data Center", node.text("data_center"));
        line(out, "Rack", node.text("rack"));
        caches(out, node.get("block_cache"));
        line(out, "Percent Repaired", "0.0%"); // nothing ever is
        tokens(out, node.list("tokens"), tokens);
        line(out, "Bootstrap state", "COMPLETED");
        line(out, "Bootstrap failed", "false");
        line(out, "Decommissioning", "false");
        line(out, "Decommission failed", "false");
        if (outOfRange) {
            line(
                    out,
                    "Invalid Token Ops",
                    "Keyspace                                               Read      Write      Paxos");
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String label, String value) {
        out.append(label)
                .repeat(' ', 23 - label.length())
                .append(": ")
                .append(value)
                .append('\n');
    }

    private static String mebibytes(long bytes) {
        return Amounts.fixed((double) bytes / (1 << 20), 2);
    }

    /// Blocks are cached, and neither keys nor rows: these caches are as empty as ones that are switched off.
    private static void caches(StringBuilder out, JsonValue blocks) {
        for (var name : List.of("Key Cache", "Row Cache", "Counter Cache")) {
            line(
                    out,
                    name,
                    "entries 0, size 0 bytes, capacity 0 bytes, 0 hits, 0 requests, NaN recent hit rate, 0 save period in"
                            + " seconds");
        }
        long hits = blocks.number("hits");
        long misses = blocks.number("misses");
        line(
                out,
                "Chunk Cache",
                "entries " + blocks.number("entries") + ", size " + Amounts.spaced(blocks.number("bytes"))
                        + ", capacity "
                        + Amounts.spaced(blocks.number("capacity_bytes")) + ", " + misses + " misses, "
                        + (hits + misses) + " requests, " + Amounts.fixed((double) hits / (hits + misses), 3)
                        + " recent hit rate, NaN microseconds miss latency");
    }

    private static void tokens(StringBuilder out, List<JsonValue> tokens, boolean all) {
        if (tokens.size() > 1 && !all) {
            line(out, "Token", "(invoke with -T/--tokens to see all " + tokens.size() + " tokens)");
            return;
        }
        for (var token : tokens) {
            line(out, "Token", token instanceof JsonValue.Text(String text) ? text : token.pretty());
        }
    }

    /// A name and its value on each line.
    static String metrics(JsonValue report) {
        var out = new StringBuilder();
        if (report instanceof JsonValue.Fields(var metrics)) {
            metrics.forEach((name, value) -> out.append(name)
                    .append(": ")
                    .append(value instanceof JsonValue.Text(String text) ? text : value.pretty())
                    .append('\n'));
        }
        return out.toString();
    }

    static String pools(JsonValue report) {
        var columns = new Columns().row("Pool Name", "Active", "Pending", "Completed", "Blocked", "All time blocked");
        for (var pool : report.list("pools")) {
            columns.row(
                    pool.text("name"),
                    Long.toString(pool.number("active")),
                    Long.toString(pool.number("pending")),
                    Long.toString(pool.number("completed")),
                    "0", // what does not fit into a queue waits in the client's connection
                    "0");
        }
        return columns + """

                Latencies waiting in queue (micros) per dropped message types
                Message type                      Dropped     50%      95%      99%      Max
                """;
    }

    /// As Cassandra's `tpstats -F json`. No message is ever dropped.
    static JsonValue poolsJson(JsonValue report) {
        var pools = JsonValue.fields();
        for (var pool : report.list("pools")) {
            var fields = JsonValue.fields();
            fields.put("ActiveTasks", pool.get("active"));
            fields.put("PendingTasks", pool.get("pending"));
            fields.put("CompletedTasks", pool.get("completed"));
            fields.put("CurrentlyBlockedTasks", JsonValue.of(0));
            fields.put("TotalBlockedTasks", JsonValue.of(0));
            pools.put(pool.text("name"), new JsonValue.Fields(fields));
        }
        var all = JsonValue.fields();
        all.put("ThreadPools", new JsonValue.Fields(pools));
        all.put("WaitLatencies", new JsonValue.Fields(JsonValue.fields()));
        all.put("DroppedMessage", new JsonValue.Fields(JsonValue.fields()));
        return new JsonValue.Fields(all);
    }
}
