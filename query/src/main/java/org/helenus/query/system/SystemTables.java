package org.helenus.query.system;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.helenus.query.NodeDescription;
import org.helenus.query.VirtualTable;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.ReplicationParams;

/// The tables of the system keyspaces that are generated, by keyspace and name.
///
/// `system_traces` and `system.compaction_history` are not among them: they are written like any other table, so they
/// are in the schema from the first start on ([#missing(Schema)]).
public final class SystemTables {
    static final String SYSTEM = "system";
    static final String SCHEMA = "system_schema";
    static final String AUTH = "system_auth";
    static final String DISTRIBUTED = "system_distributed";
    static final String TRACES = "system_traces";
    static final String VIEWS = "system_views";
    static final String VIRTUAL_SCHEMA = "system_virtual_schema";

    private final Map<String, Map<String, VirtualTable>> tables = new TreeMap<>();
    private final Map<String, KeyspaceMetadata> keyspaces;

    public SystemTables(NodeDescription node, SystemSources sources) {
        add(SystemKeyspace.tables(node, sources));
        add(SchemaKeyspace.tables(sources, this));
        add(OtherKeyspaces.tables());
        add(ViewsKeyspace.tables(sources));
        add(ResourceViews.tables(sources));
        add(ActivityViews.tables(sources));
        add(ClusterViews.tables(node, sources));
        add(VirtualSchemaKeyspace.tables(this));
        var described = new TreeMap<String, KeyspaceMetadata>();
        tables.forEach((name, of) -> described.put(name, describe(name, of)));
        keyspaces = Collections.unmodifiableMap(described);
    }

    private void add(List<GeneratedTable> generated) {
        for (GeneratedTable table : generated) {
            tables.computeIfAbsent(table.metadata().keyspace(), _ -> new TreeMap<>())
                    .put(table.metadata().name(), table);
        }
    }

    private static KeyspaceMetadata describe(String name, Map<String, VirtualTable> of) {
        var metadata = new TreeMap<String, TableMetadata>();
        of.forEach((table, generated) -> metadata.put(table, generated.metadata()));
        boolean shared = name.equals(AUTH) || name.equals(DISTRIBUTED);
        var replication = shared ? ReplicationParams.simple(1) : ReplicationParams.local();
        return new KeyspaceMetadata(name, replication, true, metadata, Map.of());
    }

    /// Whether the keyspace is the server's own: not for users to define.
    public static boolean isSystemKeyspace(String keyspace) {
        return switch (keyspace) {
            case SYSTEM, SCHEMA, AUTH, DISTRIBUTED, TRACES, VIEWS, VIRTUAL_SCHEMA -> true;
            default -> false;
        };
    }

    /// Whether all nodes of a cluster would share the keyspace.
    public static boolean isShared(String keyspace) {
        return keyspace.equals(AUTH) || keyspace.equals(DISTRIBUTED) || keyspace.equals(TRACES);
    }

    /// Whether clients are told that the keyspace is virtual. (Most others are generated as well, but Cassandra
    /// stores them, and drivers look for them among the stored ones.)
    public static boolean isVirtualKeyspace(String keyspace) {
        return keyspace.equals(VIEWS) || keyspace.equals(VIRTUAL_SCHEMA);
    }

    public Optional<VirtualTable> table(String keyspace, String name) {
        return Optional.ofNullable(tables.get(keyspace)).map(found -> found.get(name));
    }

    /// The generated keyspaces with their tables.
    public Map<String, KeyspaceMetadata> keyspaces() {
        return keyspaces;
    }

    /// All keyspaces that are not virtual, the users' and the generated, in order of name.
    Collection<KeyspaceMetadata> stored(Schema schema) {
        return merged(schema, name -> !isVirtualKeyspace(name));
    }

    /// Every keyspace there is, in order of name.
    public Collection<KeyspaceMetadata> all(Schema schema) {
        return merged(schema, _ -> true);
    }

    Collection<KeyspaceMetadata> virtual() {
        return List.of(keyspaces.get(VIEWS), keyspaces.get(VIRTUAL_SCHEMA));
    }

    private Collection<KeyspaceMetadata> merged(Schema schema, Predicate<String> wanted) {
        var merged = new TreeMap<String, KeyspaceMetadata>(schema.keyspaces());
        keyspaces.forEach((name, keyspace) -> {
            if (wanted.test(name)) {
                merged.merge(name, keyspace, SystemTables::together);
            }
        });
        return merged.values();
    }

    /// A keyspace of which some tables are written and others generated.
    private static KeyspaceMetadata together(KeyspaceMetadata written, KeyspaceMetadata generated) {
        var tables = new TreeMap<String, TableMetadata>(written.tables());
        tables.putAll(generated.tables());
        return new KeyspaceMetadata(
                generated.name(), generated.replication(), generated.durableWrites(), tables, generated.types());
    }

    /// What a new node's schema needs before its first client: the system keyspaces whose tables are written.
    /// Empty when the schema has them.
    public static List<SchemaChange> missing(Schema schema) {
        var changes = new ArrayList<SchemaChange>();
        if (schema.keyspace(TRACES).isEmpty()) {
            changes.add(new SchemaChange.PutKeyspace(TRACES, ReplicationParams.simple(1), true));
        }
        if (schema.keyspace(SYSTEM).isEmpty()) {
            changes.add(new SchemaChange.PutKeyspace(SYSTEM, ReplicationParams.local(), true));
        }
        var written = new ArrayList<>(OtherKeyspaces.traces());
        written.addAll(SystemKeyspace.written());
        for (TableMetadata table : written) {
            if (schema.table(table.keyspace(), table.name()).isEmpty()) {
                changes.add(new SchemaChange.PutTable(table));
            }
        }
        return changes;
    }
}
