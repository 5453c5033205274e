package org.helenus.tools.nodetool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// `tablestats -s`: tables by one of their figures, the greatest first, or by name from A to Z. What is equal, or has
/// no such figure, goes by name.
///
/// @param key as `-s` names it
record TableOrder(String key) {
    /// Those of Cassandra's keys that are counted here, and what we count besides.
    static final List<String> KEYS = List.of(
            "average_live_cells_per_slice_last_five_minutes",
            "average_tombstones_per_slice_last_five_minutes",
            "bloom_filter_false_positives",
            "bloom_filter_false_ratio",
            "bloom_filter_off_heap_memory_used",
            "bloom_filter_space_used",
            "compacted_partition_maximum_bytes",
            "compacted_partition_mean_bytes",
            "compacted_partition_minimum_bytes",
            "compaction_debt_bytes",
            "compression_metadata_off_heap_memory_used",
            "droppable_tombstone_ratio",
            "full_name",
            "index_summary_off_heap_memory_used",
            "local_read_count",
            "local_read_latency_ms",
            "local_read_write_ratio",
            "local_write_latency_ms",
            "max_sstable_size",
            "maximum_live_cells_per_slice_last_five_minutes",
            "maximum_tombstones_per_slice_last_five_minutes",
            "memtable_cell_count",
            "memtable_data_size",
            "memtable_off_heap_memory_used",
            "memtable_switch_count",
            "number_of_partitions_estimate",
            "off_heap_memory_used_total",
            "pending_flushes",
            "percent_repaired",
            "read_amplification",
            "read_latency",
            "reads",
            "space_used_by_snapshots_total",
            "space_used_live",
            "space_used_total",
            "sstable_compression_ratio",
            "sstable_count",
            "table_name",
            "write_amplification",
            "write_latency",
            "writes");
    private static final Map<String, String> FIELDS = Map.of(
            "reads", "local_read_count",
            "writes", "local_write_count",
            "read_latency", "local_read_latency_ms",
            "write_latency", "local_write_latency_ms");

    /// @param tables of the node's report
    List<JsonValue> of(List<JsonValue> tables) {
        var byName = Comparator.comparing(TableOrder::fullName);
        Comparator<JsonValue> order = switch (key) {
            case "full_name" -> byName;
            case "table_name" ->
                Comparator.<JsonValue, String>comparing(table -> table.text("table"))
                        .thenComparing(byName);
            default ->
                Comparator.comparingDouble((JsonValue table) -> -figure(table)).thenComparing(byName);
        };
        var sorted = new ArrayList<>(tables);
        sorted.sort(order);
        return sorted;
    }

    static String fullName(JsonValue table) {
        return table.text("keyspace") + "." + table.text("table");
    }

    /// What is unknown is less than anything.
    private double figure(JsonValue table) {
        double figure = switch (new JsonValue.Fields(TableText.fields(table)).get(FIELDS.getOrDefault(key, key))) {
            case JsonValue.Digits(var digits) -> Double.parseDouble(digits);
            case JsonValue.Text(var text) -> Double.parseDouble(text);
            default -> Double.NaN;
        };
        return Double.isNaN(figure) ? Double.NEGATIVE_INFINITY : figure;
    }
}
