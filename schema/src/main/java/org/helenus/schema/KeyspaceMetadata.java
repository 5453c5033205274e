package org.helenus.schema;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.UserType;

/// A keyspace with its tables and user types, each by name, in order of name. Immutable.
public record KeyspaceMetadata(
        String name,
        ReplicationParams replication,
        boolean durableWrites,
        Map<String, TableMetadata> tables,
        Map<String, UserType> types) {
    public KeyspaceMetadata {
        tables = Collections.unmodifiableMap(new TreeMap<>(tables));
        types = Collections.unmodifiableMap(new TreeMap<>(types));
    }

    boolean holds(TableId id) {
        return tables.values().stream().anyMatch(table -> table.id().equals(id));
    }

    KeyspaceMetadata withTable(TableMetadata table) {
        var next = new TreeMap<>(tables);
        next.values().removeIf(old -> old.id().equals(table.id()));
        next.put(table.name(), table);
        return new KeyspaceMetadata(name, replication, durableWrites, next, types);
    }

    KeyspaceMetadata withoutTable(TableId id) {
        var next = new TreeMap<>(tables);
        next.values().removeIf(old -> old.id().equals(id));
        return new KeyspaceMetadata(name, replication, durableWrites, next, types);
    }

    /// Tables and other types that hold the type get its new form.
    KeyspaceMetadata withType(UserType type) {
        var nextTypes = new TreeMap<String, UserType>();
        types.forEach((typeName, old) -> nextTypes.put(typeName, (UserType) type.replaceIn(old)));
        nextTypes.put(type.name(), type);
        var nextTables = new TreeMap<String, TableMetadata>();
        tables.forEach((tableName, table) -> nextTables.put(tableName, table.withType(type)));
        return new KeyspaceMetadata(name, replication, durableWrites, nextTables, nextTypes);
    }

    KeyspaceMetadata withoutType(String typeName) {
        var next = new TreeMap<>(types);
        next.remove(typeName);
        return new KeyspaceMetadata(name, replication, durableWrites, tables, next);
    }
}
