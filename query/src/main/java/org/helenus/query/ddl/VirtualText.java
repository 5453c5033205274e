package org.helenus.query.ddl;

import org.helenus.query.system.SystemTables;
import org.helenus.schema.CreateText;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.Names;

/// How `DESCRIBE` shows keyspaces and tables: as the statements that make them, or, where they are generated and none
/// does, as a comment that looks like one.
final class VirtualText {
    private VirtualText() {}

    static String keyspace(KeyspaceMetadata keyspace) {
        if (!SystemTables.isVirtualKeyspace(keyspace.name())) {
            return CreateText.keyspace(keyspace);
        }
        String name = Names.maybeQuote(keyspace.name());
        return "/*\nWarning: Keyspace " + name
                + " is a virtual keyspace and cannot be recreated with CQL.\nStructure, for reference:\nVIRTUAL KEYSPACE "
                + name + ";\n*/";
    }

    static String table(TableMetadata table, boolean internals) {
        if (!SystemTables.isVirtualKeyspace(table.keyspace())) {
            return CreateText.table(table, internals);
        }
        return "/*\nWarning: Table " + table.keyspace() + "." + table.name()
                + " is a virtual table and cannot be recreated with CQL.\nStructure, for reference:\nVIRTUAL TABLE "
                + CreateText.full(table.keyspace(), table.name()) + " (\n" + CreateText.columns(table)
                + ") WITH " + CreateText.clusteringOrder(table) + "comment = "
                + Names.quoteText(table.options().comment()) + ";\n*/";
    }
}
