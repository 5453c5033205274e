package org.helenus.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.helenus.schema.type.Names;
import org.helenus.schema.type.UserType;

/// The statements that make what there is again, laid out as Cassandra lays them out.
public final class CreateText {
    private static final String PACKAGE = "org.apache.cassandra.locator.";
    /// The order in which Cassandra names a table's options.
    private static final List<String> OPTION_ORDER = List.of(
            "additional_write_policy",
            "allow_auto_snapshot",
            "bloom_filter_fp_chance",
            "caching",
            "cdc",
            "comment",
            "compaction",
            "compression",
            "memtable",
            "crc_check_chance",
            "default_time_to_live",
            "extensions",
            "gc_grace_seconds",
            "incremental_backups",
            "max_index_interval",
            "memtable_flush_period_in_ms",
            "min_index_interval",
            "read_repair",
            "speculative_retry");

    private CreateText() {}

    /// Keyspace, types in the order in which they can be made, tables; each statement on its own, without the line
    /// break behind it.
    public static List<String> whole(KeyspaceMetadata keyspace, boolean internals) {
        var statements = new ArrayList<String>();
        statements.add(keyspace(keyspace));
        types(keyspace).forEach(type -> statements.add(type(type)));
        keyspace.tables().values().forEach(table -> statements.add(table(table, internals)));
        return statements;
    }

    /// Each type after those that it is made of, so that the statements work in this order.
    public static List<UserType> types(KeyspaceMetadata keyspace) {
        var ordered = new LinkedHashMap<String, UserType>();
        keyspace.types().values().forEach(type -> order(type, keyspace, ordered));
        return List.copyOf(ordered.values());
    }

    private static void order(UserType type, KeyspaceMetadata keyspace, Map<String, UserType> ordered) {
        if (ordered.containsKey(type.name())) {
            return;
        }
        for (UserType other : keyspace.types().values()) {
            if (!other.isNamedAs(type) && other.isIn(type)) {
                order(other, keyspace, ordered);
            }
        }
        ordered.put(type.name(), type);
    }

    public static String keyspace(KeyspaceMetadata keyspace) {
        String name = Names.maybeQuote(keyspace.name());
        String className = keyspace.replication().strategyClass();
        var replication = new LinkedHashMap<String, String>();
        replication.put("class", className.startsWith(PACKAGE) ? className.substring(PACKAGE.length()) : className);
        replication.putAll(keyspace.replication().options());
        return "CREATE KEYSPACE " + name + " WITH replication = " + map(replication) + "  AND durable_writes = "
                + keyspace.durableWrites() + ";";
    }

    public static String type(UserType type) {
        var text = new StringBuilder("CREATE TYPE ")
                .append(full(type.keyspace(), type.name()))
                .append(" (");
        for (int i = 0; i < type.fieldNames().size(); i++) {
            text.append(i == 0 ? "\n    " : ",\n    ")
                    .append(Names.maybeQuote(type.fieldNames().get(i)))
                    .append(' ')
                    .append(type.fieldTypes().get(i).cqlName());
        }
        return text.append("\n);").toString();
    }

    /// Of a compact table, as Cassandra has it: a comment, which makes nothing when it is run.
    ///
    /// @param internals with the table's id, its dropped columns and the statements that drop them again
    public static String table(TableMetadata table, boolean internals) {
        return table.isCompact() ? omitted(table, statement(table, internals)) : statement(table, internals);
    }

    private static String omitted(TableMetadata table, String statement) {
        return "/*\nWarning: Table " + full(table.keyspace(), table.name())
                + " omitted because it has constructs not compatible with CQL (was created via legacy API).\n"
                + "Approximate structure, for reference:\n"
                + "(this should not be used to reproduce this schema)\n\n"
                + statement + "\n*/";
    }

    private static String statement(TableMetadata table, boolean internals) {
        String name = full(table.keyspace(), table.name());
        var text = new StringBuilder("CREATE TABLE ").append(name).append(" (\n");
        columns(table, internals, text);
        text.append(") WITH ");
        if (table.isCompact()) {
            text.append("COMPACT STORAGE\n    AND ");
        }
        if (internals) {
            text.append("ID = ").append(table.id()).append("\n    AND ");
        }
        text.append(clusteringOrder(table));
        text.append(String.join("\n    AND ", options(table))).append(';');
        if (internals) {
            dropsAndAdds(table, name, text);
        }
        return text.toString();
    }

    /// The lines between the parentheses of a `CREATE TABLE`.
    public static String columns(TableMetadata table) {
        var text = new StringBuilder();
        columns(table, false, text);
        return text.toString();
    }

    private static void columns(TableMetadata table, boolean internals, StringBuilder text) {
        boolean simpleKey =
                table.partitionKey().size() == 1 && table.clustering().isEmpty();
        List<ColumnMetadata> columns = new ArrayList<>(table.columns());
        // within each kind, columns of many cells come last
        columns.sort(Comparator.comparing(ColumnMetadata::kind)
                .thenComparing(column -> !column.isPrimaryKey() && column.type().isMultiCell()));
        var lines = new ArrayList<String>();
        for (ColumnMetadata column : columns) {
            boolean again = internals && table.droppedColumns().containsKey(column.name());
            if (!again) {
                boolean isKey = simpleKey && column.kind() == ColumnKind.PARTITION_KEY;
                lines.add(definition(column, isStatic(column, table)) + (isKey ? " PRIMARY KEY" : ""));
            }
        }
        if (internals) {
            table.droppedColumns()
                    .values()
                    .forEach(dropped -> lines.add(
                            definition(dropped.column(), dropped.column().isStatic())));
        }
        text.append("    ").append(String.join(",\n    ", lines)).append(simpleKey ? "\n" : ",\n");
        if (!simpleKey) {
            text.append("    PRIMARY KEY (").append(primaryKey(table)).append(")\n");
        }
    }

    /// Static columns of a static compact table are what others would call regular.
    private static boolean isStatic(ColumnMetadata column, TableMetadata table) {
        return column.isStatic() && table.form() != TableForm.STATIC_COMPACT;
    }

    private static String definition(ColumnMetadata column, boolean isStatic) {
        return Names.maybeQuote(column.name()) + " " + column.type().cqlName() + (isStatic ? " static" : "");
    }

    private static String primaryKey(TableMetadata table) {
        String partition = names(table.partitionKey());
        String first = table.partitionKey().size() > 1 ? "(" + partition + ")" : partition;
        List<ColumnMetadata> clustering = table.clustering().stream()
                .filter(column -> !table.isHidden(column))
                .toList();
        return clustering.isEmpty() ? first : first + ", " + names(clustering);
    }

    private static String names(List<ColumnMetadata> columns) {
        return String.join(
                ", ",
                columns.stream().map(column -> Names.maybeQuote(column.name())).toList());
    }

    /// `CLUSTERING ORDER BY (…)` and the `AND` before the next option; empty without clustering columns.
    public static String clusteringOrder(TableMetadata table) {
        if (table.clustering().isEmpty()) {
            return "";
        }
        List<String> order = table.clustering().stream()
                .map(column -> Names.maybeQuote(column.name()) + (column.descending() ? " DESC" : " ASC"))
                .toList();
        return "CLUSTERING ORDER BY (" + String.join(", ", order) + ")\n    AND ";
    }

    private static List<String> options(TableMetadata table) {
        Map<String, Object> properties = table.options().toProperties();
        properties.put("extensions", Map.of());
        var options = new ArrayList<String>();
        for (String name : OPTION_ORDER) {
            options.add(name + " = "
                    + switch (properties.get(name)) {
                        case Map<?, ?> entries -> map(entries);
                        case String value when isQuoted(name) -> Names.quoteText(value);
                        case Object value -> value.toString();
                    });
        }
        return options;
    }

    private static boolean isQuoted(String option) {
        return switch (option) {
            case "additional_write_policy", "comment", "memtable", "read_repair", "speculative_retry" -> true;
            default -> false;
        };
    }

    private static String map(Map<?, ?> entries) {
        var parts = new ArrayList<String>();
        entries.forEach(
                (name, value) -> parts.add(Names.quoteText((String) name) + ": " + Names.quoteText((String) value)));
        return "{" + String.join(", ", parts) + "}";
    }

    private static void dropsAndAdds(TableMetadata table, String name, StringBuilder text) {
        table.droppedColumns().forEach((columnName, dropped) -> {
            String quoted = Names.maybeQuote(columnName);
            text.append("\nALTER TABLE ")
                    .append(name)
                    .append(" DROP ")
                    .append(quoted)
                    .append(" USING TIMESTAMP ")
                    .append(dropped.droppedAtMicros())
                    .append(';');
            table.column(columnName)
                    .ifPresent(again -> text.append("\nALTER TABLE ")
                            .append(name)
                            .append(" ADD ")
                            .append(definition(again, isStatic(again, table)))
                            .append(';'));
        });
    }

    public static String full(String keyspace, String name) {
        return Names.maybeQuote(keyspace) + "." + Names.maybeQuote(name);
    }
}
