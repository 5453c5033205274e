package org.helenus.query.system;

import java.util.List;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.TableMetadata;

/// `system_virtual_schema`: the keyspaces that Cassandra generates, itself among them.
final class VirtualSchemaKeyspace {
    private VirtualSchemaKeyspace() {}

    static List<GeneratedTable> tables(SystemTables systemTables) {
        return List.of(
                new GeneratedTable(
                        table("keyspaces", "virtual keyspace definitions", "keyspace_name text;;"),
                        (table, _, sink) -> systemTables
                                .virtual()
                                .forEach(keyspace -> new Row(table)
                                        .text("keyspace_name", keyspace.name())
                                        .tell(sink))),
                new GeneratedTable(
                        table(
                                "tables",
                                "virtual table definitions",
                                "keyspace_name text; table_name text; comment text"),
                        (table, _, sink) -> {
                            for (KeyspaceMetadata keyspace : systemTables.virtual()) {
                                for (TableMetadata one : keyspace.tables().values()) {
                                    new Row(table)
                                            .text("keyspace_name", one.keyspace())
                                            .text("table_name", one.name())
                                            .text("comment", one.options().comment())
                                            .tell(sink);
                                }
                            }
                        }),
                new GeneratedTable(
                        table("columns", "virtual column definitions", SchemaKeyspace.COLUMNS), (table, _, sink) -> {
                            for (KeyspaceMetadata keyspace : systemTables.virtual()) {
                                keyspace.tables().values().forEach(one -> SchemaKeyspace.columns(one, table, sink));
                            }
                        }));
    }

    private static TableMetadata table(String name, String comment, String columns) {
        return TableText.table(SystemTables.VIRTUAL_SCHEMA, name, comment, columns);
    }
}
