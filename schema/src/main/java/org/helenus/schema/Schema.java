package org.helenus.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.helenus.schema.bytes.ByteWriter;

/// All keyspaces at one moment. Immutable; [#apply] gives the next one.
public final class Schema {
    public static final Schema EMPTY = new Schema(Map.of());

    private final Map<String, KeyspaceMetadata> keyspaces;
    private final Map<TableId, TableMetadata> tables;
    /// Made when first asked for; null before. Several threads may make it, all the same.
    private volatile UUID version;

    private Schema(Map<String, KeyspaceMetadata> keyspaces) {
        this.keyspaces = Collections.unmodifiableMap(new TreeMap<>(keyspaces));
        var byId = new HashMap<TableId, TableMetadata>();
        keyspaces
                .values()
                .forEach(keyspace -> keyspace.tables().values().forEach(table -> byId.put(table.id(), table)));
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
    ///
    /// @throws IllegalArgumentException when a change names a keyspace or table that is not there: whoever makes
    ///     changes has looked before
    public Schema apply(List<SchemaChange> changes) {
        var next = new TreeMap<>(keyspaces);
        for (SchemaChange change : changes) {
            apply(change, next);
        }
        return new Schema(next);
    }

    private static void apply(SchemaChange change, Map<String, KeyspaceMetadata> next) {
        switch (change) {
            case SchemaChange.PutKeyspace(var name, var replication, var durableWrites) -> {
                var old = Optional.ofNullable(next.get(name));
                next.put(
                        name,
                        new KeyspaceMetadata(
                                name,
                                replication,
                                durableWrites,
                                old.map(KeyspaceMetadata::tables).orElse(Map.of()),
                                old.map(KeyspaceMetadata::types).orElse(Map.of())));
            }
            case SchemaChange.DropKeyspace(var name) -> {
                keyspace(next, name);
                next.remove(name);
            }
            case SchemaChange.PutTable(var table) -> {
                var keyspace = keyspace(next, table.keyspace());
                next.put(keyspace.name(), keyspace.withTable(table));
            }
            case SchemaChange.DropTable(var id) -> {
                var keyspace = next.values().stream()
                        .filter(candidate -> candidate.holds(id))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no table " + id));
                next.put(keyspace.name(), keyspace.withoutTable(id));
            }
            case SchemaChange.PutType(var type) -> {
                var keyspace = keyspace(next, type.keyspace());
                next.put(keyspace.name(), keyspace.withType(type));
            }
            case SchemaChange.DropType(var keyspaceName, var name) -> {
                var keyspace = keyspace(next, keyspaceName);
                next.put(keyspaceName, keyspace.withoutType(name));
            }
        }
    }

    private static KeyspaceMetadata keyspace(Map<String, KeyspaceMetadata> keyspaces, String name) {
        return Optional.ofNullable(keyspaces.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no keyspace " + name));
    }

    /// The changes that make this schema out of nothing, in an order that works.
    public List<SchemaChange> asChanges() {
        var changes = new ArrayList<SchemaChange>();
        for (KeyspaceMetadata keyspace : keyspaces.values()) {
            changes.add(
                    new SchemaChange.PutKeyspace(keyspace.name(), keyspace.replication(), keyspace.durableWrites()));
            keyspace.types().values().forEach(type -> changes.add(new SchemaChange.PutType(type)));
            keyspace.tables().values().forEach(table -> changes.add(new SchemaChange.PutTable(table)));
        }
        return changes;
    }

    /// A digest of the content: equal schemas have equal versions, on every node and after every restart.
    public UUID version() {
        UUID known = version;
        if (known == null) {
            var bytes = new ByteWriter(4096);
            asChanges().forEach(change -> SchemaCodec.write(change, bytes));
            known = UUID.nameUUIDFromBytes(bytes.toArray());
            version = known;
        }
        return known;
    }
}
