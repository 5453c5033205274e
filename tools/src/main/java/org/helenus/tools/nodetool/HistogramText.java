package org.helenus.tools.nodetool;

import java.util.Locale;

/// What the histograms' report looks like: `tablehistograms`.
final class HistogramText {
    private static final String[][] ROWS = {
        {"50%", "p50"}, {"75%", "p75"}, {"95%", "p95"}, {"98%", "p98"}, {"99%", "p99"}, {"Min", "min"}, {"Max", "max"}
    };

    private HistogramText() {}

    static String of(JsonValue report) {
        var out = new StringBuilder();
        for (var table : report.list("tables")) {
            var sizes = table.get("partition_bytes");
            if (Double.isNaN(sizes.decimal("max"))) {
                out.append("No SSTables exists, unable to calculate 'Partition Size' and 'Cell Count' percentiles\n");
            }
            out.append(table.text("keyspace"))
                    .append('/')
                    .append(table.text("table"))
                    .append(" histograms\n");
            line(out, "Percentile", "Read Latency", "Write Latency", "SSTables", "Partition Size", "Cell Count");
            line(out, "", "(micros)", "(micros)", "", "(bytes)", "");
            for (var row : ROWS) {
                line(
                        out,
                        row[0],
                        Amounts.fixed(table.get("read_micros").decimal(row[1]), 2),
                        Amounts.fixed(table.get("write_micros").decimal(row[1]), 2),
                        Amounts.fixed(sstables(table, row[1]), 2),
                        Amounts.fixed(sizes.decimal(row[1]), 0),
                        Amounts.fixed(table.get("partition_cells").decimal(row[1]), 0));
            }
            out.append('\n');
        }
        return out.toString();
    }

    /// 0 before the first read, as for latencies.
    private static double sstables(JsonValue table, String share) {
        double sstables = table.get("sstables_per_read").decimal(share);
        return Double.isNaN(sstables) ? 0 : sstables;
    }

    private static void line(StringBuilder out, String... cells) {
        out.append(String.format(
                Locale.ROOT,
                "%-10s%18s%18s%18s%18s%18s%n",
                cells[0],
                cells[1],
                cells[2],
                cells[3],
                cells[4],
                cells[5]));
    }
}
