package org.helenus.schema;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// All keyspaces at one moment. Immutable; [#apply] gives the next one.
public final class Schema {
    public static final Schema EMPTY = new Schema(Map.of());

    private final Map<String, KeyspaceMetadata> keyspaces;
    private final Map<TableId, TableMetadata> tables;

    private Schema(Map<String, KeyspaceMetadata> keyspaces) {
        this.keyspaces = Collections.unmodifiableMap(new TreeMap<>(keyspaces));
        var byId = new HashMap<TableId, TableMetadata>();
        keyspaces.values().forEach(keyspace -> keyspace.tables().values().forEach(table -> byId.put(table.id(), table)));
        tables = Map.copyOf(byId);
    }

    /// By name, in order of name.
    public Map<String, KeyspaceMetadata> keyspaces() {
        return keyspaces;
    }

    public Optional<KeyspaceMetadata> keyspace(String name) {
        return Optional.ofNullable(keyspaces.get(name));
    }

    public Optional<TableMetadata> table(String keyspace, String table) {
        return keyspace(keyspace).map(found -> found.tables().get(table));
    }

    public Optional<TableMetadata> table(TableId id) {
        return Optional.ofNullable(tables.get(id));
    }

    /// The schema after these changes, in their order.
    public Schema apply(List<SchemaChange> changes) {
        throw new UnsupportedOperationException();
    }

    /// A digest of the content: equal schemas have equal versions, on every node and after every restart.
    public UUID version() {
        throw new UnsupportedOperationException();
    }
}
