package org.helenus.query.system;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.helenus.query.VirtualTable.RowSink;
import org.helenus.schema.ColumnKind;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.TableOptions;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.Wire;

/// `system_schema`: what drivers build their metadata from. Views, indexes, functions, triggers and masks have their
/// tables, and no rows while there are none.
final class SchemaKeyspace {
    private static final String OPTIONS = "allow_auto_snapshot boolean, bloom_filter_fp_chance double,"
            + " caching frozen<map<text, text>>, comment text, compaction frozen<map<text, text>>,"
            + " compression frozen<map<text, text>>, memtable text, crc_check_chance double,"
            + " dclocal_read_repair_chance double, default_time_to_live int, extensions frozen<map<text, blob>>,"
            + " gc_grace_seconds int, incremental_backups boolean, id uuid, max_index_interval int,"
            + " memtable_flush_period_in_ms int, min_index_interval int, read_repair_chance double,"
            + " speculative_retry text, additional_write_policy text, cdc boolean, read_repair text";

    static final String COLUMNS = "keyspace_name text; table_name text, column_name text; clustering_order text,"
            + " column_name_bytes blob, kind text, position int, type text";

    private final SystemSources sources;
    private final SystemTables systemTables;

    private SchemaKeyspace(SystemSources sources, SystemTables systemTables) {
        this.sources = sources;
        this.systemTables = systemTables;
    }

    static List<GeneratedTable> tables(SystemSources sources, SystemTables systemTables) {
        var keyspace = new SchemaKeyspace(sources, systemTables);
        var tables = new ArrayList<GeneratedTable>();
        keyspace.live(
                tables,
                "keyspaces",
                "keyspace definitions",
                "keyspace_name text;; durable_writes boolean," + " replication frozen<map<text, text>>",
                SchemaKeyspace::keyspace);
        keyspace.live(
                tables,
                "tables",
                "table definitions",
                "keyspace_name text; table_name text; flags frozen<set<text>>, " + OPTIONS,
                SchemaKeyspace::tables);
        keyspace.live(tables, "columns", "column definitions", COLUMNS, SchemaKeyspace::columns);
        keyspace.live(
                tables,
                "types",
                "user defined type definitions",
                "keyspace_name text; type_name text;"
                        + " field_names frozen<list<text>>, field_types frozen<list<text>>",
                SchemaKeyspace::types);
        keyspace.live(
                tables,
                "dropped_columns",
                "dropped column registry",
                "keyspace_name text; table_name text,"
                        + " column_name text; dropped_time timestamp, kind text, type text",
                SchemaKeyspace::droppedColumns);
        empty(
                tables,
                "views",
                "view definitions",
                "keyspace_name text; view_name text; base_table_id uuid,"
                        + " base_table_name text, where_clause text, include_all_columns boolean, " + OPTIONS);
        empty(
                tables,
                "indexes",
                "secondary index definitions",
                "keyspace_name text; table_name text, index_name text;"
                        + " kind text, options frozen<map<text, text>>");
        empty(
                tables,
                "triggers",
                "trigger definitions",
                "keyspace_name text; table_name text, trigger_name text;" + " options frozen<map<text, text>>");
        empty(
                tables,
                "functions",
                "user defined function definitions",
                "keyspace_name text; function_name text,"
                        + " argument_types frozen<list<text>>; argument_names frozen<list<text>>, body text, language text,"
                        + " return_type text, called_on_null_input boolean");
        empty(
                tables,
                "aggregates",
                "user defined aggregate definitions",
                "keyspace_name text; aggregate_name text,"
                        + " argument_types frozen<list<text>>; final_func text, initcond text, return_type text, state_func text,"
                        + " state_type text");
        empty(
                tables,
                "column_masks",
                "column masks",
                "keyspace_name text; table_name text, column_name text;"
                        + " function_keyspace text, function_name text, function_argument_types frozen<list<text>>,"
                        + " function_argument_values frozen<list<text>>, function_argument_nulls frozen<list<boolean>>");
        return tables;
    }

    private static void empty(List<GeneratedTable> tables, String name, String comment, String columns) {
        tables.add(GeneratedTable.empty(TableText.table(SystemTables.SCHEMA, name, comment, columns)));
    }

    /// Tells what of one keyspace belongs into a table.
    private interface OfKeyspace {
        void rows(KeyspaceMetadata keyspace, TableMetadata table, RowSink sink);
    }

    private void live(List<GeneratedTable> tables, String name, String comment, String columns, OfKeyspace source) {
        tables.add(new GeneratedTable(
                TableText.table(SystemTables.SCHEMA, name, comment, columns), (table, wanted, sink) -> {
                    for (KeyspaceMetadata keyspace : systemTables.stored(sources.schema())) {
                        if (isWanted(keyspace.name(), wanted)) {
                            source.rows(keyspace, table, sink);
                        }
                    }
                }));
    }

    static boolean isWanted(String keyspace, List<byte[]> wanted) {
        byte[] name = Wire.ofText(keyspace);
        return wanted.isEmpty() || wanted.stream().anyMatch(key -> Arrays.equals(key, name));
    }

    private static void keyspace(KeyspaceMetadata keyspace, TableMetadata table, RowSink sink) {
        new Row(table)
                .text("keyspace_name", keyspace.name())
                .truth("durable_writes", keyspace.durableWrites())
                .map("replication", keyspace.replication().toMap())
                .tell(sink);
    }

    private static void tables(KeyspaceMetadata keyspace, TableMetadata table, RowSink sink) {
        keyspace.tables().values().forEach(one -> table(one, table, sink));
    }

    /// Options that Cassandra only writes down when they differ from their default are null here too.
    private static void table(TableMetadata one, TableMetadata table, RowSink sink) {
        TableOptions options = one.options();
        var row = new Row(table)
                .text("keyspace_name", one.keyspace())
                .text("table_name", one.name())
                .set("flags", one.flags())
                .number("bloom_filter_fp_chance", options.bloomFilterFpChance())
                .map("caching", options.caching().toMap())
                .text("comment", options.comment())
                .map("compaction", options.compaction().toMap())
                .map("compression", options.compression().toMap())
                .number("crc_check_chance", options.crcCheckChance())
                .number("dclocal_read_repair_chance", 0.0)
                .number("default_time_to_live", options.defaultTimeToLive())
                .map("extensions", Map.of())
                .number("gc_grace_seconds", options.gcGraceSeconds())
                .uuid("id", one.id().uuid())
                .number("max_index_interval", options.maxIndexInterval())
                .number("memtable_flush_period_in_ms", options.memtableFlushPeriodInMs())
                .number("min_index_interval", options.minIndexInterval())
                .number("read_repair_chance", 0.0)
                .text("speculative_retry", options.speculativeRetry())
                .text("additional_write_policy", options.additionalWritePolicy())
                .text("read_repair", options.readRepair());
        if (!options.allowAutoSnapshot()) {
            row.truth("allow_auto_snapshot", false);
        }
        if (!options.incrementalBackups()) {
            row.truth("incremental_backups", false);
        }
        if (!options.memtable().equals("default")) {
            row.text("memtable", options.memtable());
        }
        if (options.cdc()) {
            row.truth("cdc", true);
        }
        row.tell(sink);
    }

    private static void columns(KeyspaceMetadata keyspace, TableMetadata table, RowSink sink) {
        keyspace.tables().values().forEach(one -> columns(one, table, sink));
    }

    static void columns(TableMetadata one, TableMetadata table, RowSink sink) {
        for (ColumnMetadata column : one.allColumns()) {
            new Row(table)
                    .text("keyspace_name", one.keyspace())
                    .text("table_name", one.name())
                    .text("column_name", column.name())
                    .text("clustering_order", clusteringOrder(column))
                    .wire("column_name_bytes", Wire.ofText(column.name()))
                    .text("kind", kind(column.kind()))
                    .number("position", column.position())
                    .text("type", column.type().cqlName())
                    .tell(sink);
        }
    }

    private static String clusteringOrder(ColumnMetadata column) {
        if (column.kind() != ColumnKind.CLUSTERING) {
            return "none";
        }
        return column.descending() ? "desc" : "asc";
    }

    private static String kind(ColumnKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static void types(KeyspaceMetadata keyspace, TableMetadata table, RowSink sink) {
        for (UserType type : keyspace.types().values()) {
            new Row(table)
                    .text("keyspace_name", keyspace.name())
                    .text("type_name", type.name())
                    .list("field_names", type.fieldNames())
                    .list(
                            "field_types",
                            type.fieldTypes().stream().map(CqlType::cqlName).toList())
                    .tell(sink);
        }
    }

    private static void droppedColumns(KeyspaceMetadata keyspace, TableMetadata table, RowSink sink) {
        for (TableMetadata one : keyspace.tables().values()) {
            one.droppedColumns()
                    .forEach((name, dropped) -> new Row(table)
                            .text("keyspace_name", keyspace.name())
                            .text("table_name", one.name())
                            .text("column_name", name)
                            .bigint("dropped_time", Math.floorDiv(dropped.droppedAtMicros(), 1000))
                            .text("kind", kind(dropped.column().kind()))
                            .text("type", dropped.column().type().cqlName())
                            .tell(sink));
        }
    }
}
