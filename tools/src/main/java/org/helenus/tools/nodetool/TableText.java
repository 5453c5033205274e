package org.helenus.tools.nodetool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// What the tables' report looks like: `tablestats`. What is not counted here is left out.
final class TableText {
    private static final String SLICE_NAME = "_per_slice_last_five_minutes";
    private static final String SLICE = " per slice (last five minutes)";

    private TableText() {}

    /// @param located says of each table that its files are where they belong: there is one place
    static String of(List<JsonValue> tables, boolean human, boolean located) {
        var out = new StringBuilder("Total number of tables: " + tables.size() + "\n----------------\n");
        byKeyspace(tables).forEach((keyspace, all) -> {
            out.append("Keyspace: ").append(keyspace).append('\n');
            keyspace(all)
                    .forEach((label, value) -> out.append('\t')
                            .append(label)
                            .append(": ")
                            .append(value)
                            .append('\n'));
            for (var table : all) {
                table(out, "\t\t", table.text("table"), table, human, located);
            }
            out.append("----------------\n");
        });
        return out.toString();
    }

    /// In one list, without keyspaces.
    ///
    /// @param all how many tables there are
    static String sorted(List<JsonValue> tables, TableOrder order, int all, boolean human, boolean located) {
        var out = new StringBuilder("Total number of tables: " + all);
        if (tables.size() < all) {
            out.append(" (showing top ")
                    .append(tables.size())
                    .append(" by ")
                    .append(order.key())
                    .append(')');
        }
        out.append("\n----------------\n");
        for (var table : tables) {
            table(out, "\t", TableOrder.fullName(table), table, human, located);
        }
        return out.append("----------------\n").toString();
    }

    private static void table(
            StringBuilder out, String indent, String name, JsonValue table, boolean human, boolean located) {
        out.append(indent).append("Table: ").append(name).append('\n');
        var lines = table(table, human);
        if (located) {
            lines.put("SSTables in correct location", "true");
        }
        lines.forEach((label, value) ->
                out.append(indent).append(label).append(": ").append(value).append('\n'));
        out.append('\n');
    }

    private static SequencedMap<String, List<JsonValue>> byKeyspace(List<JsonValue> tables) {
        var byKeyspace = new LinkedHashMap<String, List<JsonValue>>();
        for (var table : tables) {
            byKeyspace
                    .computeIfAbsent(table.text("keyspace"), keyspace -> new ArrayList<>())
                    .add(table);
        }
        return byKeyspace;
    }

    private static SequencedMap<String, String> keyspace(List<JsonValue> tables) {
        long reads = 0;
        long writes = 0;
        double readMicros = 0;
        double writeMicros = 0;
        long pendingFlushes = 0;
        for (var table : tables) {
            reads += table.number("reads");
            writes += table.number("writes");
            pendingFlushes += table.number("pending_flushes");
            readMicros += timed(table.number("reads"), table.decimal("read_latency_micros"));
            writeMicros += timed(table.number("writes"), table.decimal("write_latency_micros"));
        }
        var lines = new LinkedHashMap<String, String>();
        lines.put("Read Count", Long.toString(reads));
        lines.put("Read Latency", readMicros / reads / 1_000 + " ms");
        lines.put("Write Count", Long.toString(writes));
        lines.put("Write Latency", writeMicros / writes / 1_000 + " ms");
        lines.put("Pending Flushes", Long.toString(pendingFlushes));
        return lines;
    }

    /// What so many took together.
    private static double timed(long count, double meanMicros) {
        return count == 0 ? 0 : count * meanMicros;
    }

    private static SequencedMap<String, String> table(JsonValue table, boolean human) {
        long partitions = table.number("partitions");
        long content = table.number("content_bytes");
        long filter = table.number("filter_bytes");
        long index = table.number("index_bytes");
        long memtable = table.number("memtable_bytes");
        long falsePasses = table.number("filter_false_passes");
        double ratio = table.decimal("compression_ratio");
        var lines = new LinkedHashMap<String, String>();
        lines.put("SSTable count", Long.toString(table.number("sstables")));
        lines.put("Old SSTable count", "0");
        lines.put("Max SSTable size", Amounts.joined(table.number("largest_sstable_bytes")));
        var levels = levels(table, "sstables_in_each_level");
        if (!levels.isEmpty()) {
            lines.put("SSTables in each level", "[" + levels + "]");
            lines.put("SSTable bytes in each level", "[" + levels(table, "bytes_in_each_level") + "]");
        }
        lines.put("Space used (live)", Amounts.bytes(table.number("bytes"), human));
        lines.put("Space used (total)", Amounts.bytes(table.number("bytes"), human));
        lines.put("Space used by snapshots (total)", Amounts.bytes(table.number("snapshot_bytes"), human));
        lines.put("Off heap memory used (total)", Amounts.bytes(memtable + filter + index, human));
        lines.put("SSTable Compression Ratio", Double.isNaN(ratio) ? "-1.00000" : Amounts.fixed(ratio, 5));
        lines.put("Number of partitions (estimate)", Long.toString(partitions));
        lines.put("Memtable cell count", Long.toString(table.number("memtable_cells")));
        lines.put("Memtable data size", Amounts.bytes(memtable, human));
        lines.put("Memtable off heap memory used", Amounts.bytes(memtable, human));
        lines.put("Memtable switch count", Long.toString(table.number("flushes")));
        lines.put("Speculative retries", "0");
        lines.put("Local read count", Long.toString(table.number("reads")));
        lines.put("Local read latency", millis(table, "read_latency_micros") + " ms");
        lines.put("Local write count", Long.toString(table.number("writes")));
        lines.put("Local write latency", millis(table, "write_latency_micros") + " ms");
        lines.put("Local read/write ratio", Amounts.fixed(ratio(table.number("reads"), table.number("writes")), 5));
        lines.put("Pending flushes", Long.toString(table.number("pending_flushes")));
        lines.put("Percent repaired", Double.toString(percentRepaired(content)));
        lines.put("Bytes repaired", "0B");
        lines.put("Bytes unrepaired", Amounts.joined(content));
        lines.put("Bytes pending repair", "0B");
        lines.put("Bloom filter false positives", Long.toString(falsePasses));
        lines.put("Bloom filter false ratio", Amounts.fixed(ratio(falsePasses, table.number("filter_passes")), 5));
        lines.put("Bloom filter space used", Amounts.bytes(filter, human));
        lines.put("Bloom filter off heap memory used", Amounts.bytes(filter, human));
        lines.put("Index summary off heap memory used", Amounts.bytes(index, human));
        lines.put("Compression metadata off heap memory used", Amounts.bytes(0, human));
        lines.put("Compacted partition minimum bytes", Long.toString(table.number("smallest_partition_bytes")));
        lines.put("Compacted partition maximum bytes", Long.toString(table.number("largest_partition_bytes")));
        lines.put("Compacted partition mean bytes", Long.toString(table.number("mean_partition_bytes")));
        slices(lines, "live cells", table.get("rows_per_read"));
        slices(lines, "tombstones", table.get("tombstones_per_read"));
        lines.put("Droppable tombstone ratio", Amounts.fixed(table.decimal("droppable_ratio"), 5));
        return lines;
    }

    /// Nothing is repaired where there is one node; of nothing, all is.
    private static double percentRepaired(long content) {
        return content == 0 ? 100.0 : 0.0;
    }

    /// What reads came across.
    private static void slices(SequencedMap<String, String> lines, String what, JsonValue seen) {
        lines.put("Average " + what + SLICE, Double.toString(seen.decimal("mean")));
        lines.put("Maximum " + what + SLICE, Long.toString(seen.number("max")));
    }

    private static JsonValue mean(JsonValue seen) {
        return seen.get("mean") instanceof JsonValue.Null ? JsonValue.of("NaN") : seen.get("mean");
    }

    private static String millis(JsonValue table, String name) {
        return Amounts.fixed(table.decimal(name) / 1_000, 3);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /// `2, 10, 14` for a leveled table.
    private static String levels(JsonValue table, String name) {
        return levelItems(table, name).stream().map(JsonValue::pretty).collect(Collectors.joining(", "));
    }

    private static List<JsonValue> levelItems(JsonValue table, String name) {
        return table.text("strategy").startsWith("Leveled") ? table.list(name) : List.of();
    }

    /// As Cassandra's `tablestats -F json`: the labels in lower case, with what else the node counts.
    static JsonValue json(List<JsonValue> tables, boolean located) {
        var all = JsonValue.fields();
        all.put("total_number_of_tables", JsonValue.of(tables.size()));
        byKeyspace(tables).forEach((keyspace, inIt) -> {
            var byName = JsonValue.fields();
            for (var table : inIt) {
                byName.put(table.text("table"), fields(table, located));
            }
            var fields = JsonValue.fields();
            keyspace(inIt).forEach((label, value) -> fields.put(name(label), number(value)));
            fields.put("read_latency_ms", fields.get("read_latency"));
            fields.put("write_latency_ms", fields.remove("write_latency"));
            fields.put("tables", new JsonValue.Fields(byName));
            all.put(keyspace, new JsonValue.Fields(fields));
        });
        return new JsonValue.Fields(all);
    }

    /// Each by its full name.
    static JsonValue sortedJson(List<JsonValue> tables, boolean located) {
        var all = JsonValue.fields();
        for (var table : tables) {
            all.put(TableOrder.fullName(table), fields(table, located));
        }
        return new JsonValue.Fields(all);
    }

    private static JsonValue fields(JsonValue table, boolean located) {
        var fields = fields(table);
        if (located) {
            fields.put("sstables_in_correct_location", new JsonValue.Truth(true));
        }
        return new JsonValue.Fields(fields);
    }

    /// `Read Latency` → `read_latency`.
    private static String name(String label) {
        return label.toLowerCase(Locale.ROOT)
                .replaceAll("[()]", "")
                .replace(' ', '_')
                .replace('/', '_');
    }

    /// `7` or `0.5 ms`.
    private static JsonValue number(String value) {
        var digits = value.replace(" ms", "");
        return digits.equals("NaN") ? JsonValue.of(digits) : new JsonValue.Digits(digits);
    }

    static SequencedMap<String, JsonValue> fields(JsonValue table) {
        var fields = JsonValue.fields();
        for (Map.Entry<String, String> line : table(table, false).entrySet()) {
            fields.put(name(line.getKey()), JsonValue.of(line.getValue()));
        }
        fields.put("sstable_count", table.get("sstables"));
        fields.put("old_sstable_count", JsonValue.of(0));
        fields.put("max_sstable_size", table.get("largest_sstable_bytes"));
        fields.put("sstable_compression_ratio", table.get("compression_ratio"));
        fields.put("number_of_partitions_estimate", table.get("partitions"));
        fields.put("bloom_filter_false_positives", table.get("filter_false_passes"));
        fields.put("memtable_cell_count", table.get("memtable_cells"));
        fields.put("pending_flushes", table.get("pending_flushes"));
        fields.put("compacted_partition_minimum_bytes", table.get("smallest_partition_bytes"));
        fields.put("compacted_partition_maximum_bytes", table.get("largest_partition_bytes"));
        fields.put("compacted_partition_mean_bytes", table.get("mean_partition_bytes"));
        fields.put("average_live_cells" + SLICE_NAME, mean(table.get("rows_per_read")));
        fields.put("maximum_live_cells" + SLICE_NAME, table.get("rows_per_read").get("max"));
        fields.put("average_tombstones" + SLICE_NAME, mean(table.get("tombstones_per_read")));
        fields.put(
                "maximum_tombstones" + SLICE_NAME,
                table.get("tombstones_per_read").get("max"));
        fields.put("local_scan_count", table.get("scans"));
        fields.put("percent_repaired", JsonValue.of(percentRepaired(table.number("content_bytes"))));
        fields.put("bytes_repaired", JsonValue.of(0));
        fields.put("bytes_unrepaired", table.get("content_bytes"));
        fields.put("bytes_pending_repair", JsonValue.of(0));
        fields.put("speculative_retries", JsonValue.of(0));
        fields.put("local_read_count", table.get("reads"));
        fields.put("local_write_count", table.get("writes"));
        fields.remove("local_read_latency");
        fields.remove("local_write_latency");
        fields.put("local_read_latency_ms", JsonValue.of(millis(table, "read_latency_micros")));
        fields.put("local_write_latency_ms", JsonValue.of(millis(table, "write_latency_micros")));
        fields.put("sstables_in_each_level", new JsonValue.Items(levelItems(table, "sstables_in_each_level")));
        fields.remove("sstable_bytes_in_each_level");
        fields.put("sstable_bytes_in_each_level", new JsonValue.Items(levelItems(table, "bytes_in_each_level")));
        fields.put("rows", table.get("rows"));
        fields.put("cells", table.get("cells"));
        fields.put("tombstones", table.get("tombstones"));
        fields.put("pending_compactions", table.get("pending_compactions"));
        fields.put("damaged_sstables", table.get("damaged_sstables"));
        fields.put("memtable_switch_count", table.get("flushes"));
        fields.put("compaction_debt_bytes", table.get("compaction_debt_bytes"));
        fields.put("write_amplification", table.get("write_amplification"));
        fields.put("read_amplification", table.get("read_amplification"));
        return fields;
    }
}
