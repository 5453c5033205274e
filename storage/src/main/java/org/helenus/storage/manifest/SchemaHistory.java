package org.helenus.storage.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// The shortest history of a schema: each keyspace, then its types, those first that others are made of, then its
/// tables.
public final class SchemaHistory {
    private SchemaHistory() {}

    static List<SchemaChange> of(Schema schema) {
        var changes = new ArrayList<SchemaChange>();
        for (var keyspace : schema.keyspaces().values()) {
            changes.add(
                    new SchemaChange.PutKeyspace(keyspace.name(), keyspace.replication(), keyspace.durableWrites()));
            for (var type : inOrder(keyspace)) {
                changes.add(new SchemaChange.PutType(type));
            }
            for (var table : keyspace.tables().values()) {
                changes.add(new SchemaChange.PutTable(table));
            }
        }
        return changes;
    }

    /// The changes that lead from one schema to another. A table that is in both never gives a column id again that
    /// it gave in the first.
    public static List<SchemaChange> between(Schema from, Schema to) {
        var changes = new ArrayList<SchemaChange>();
        for (var keyspace : from.keyspaces().values()) {
            if (to.keyspace(keyspace.name()).isEmpty()) {
                changes.add(new SchemaChange.DropKeyspace(keyspace.name()));
                continue;
            }
            for (var table : keyspace.tables().values()) {
                if (to.table(table.id()).isEmpty()) {
                    changes.add(new SchemaChange.DropTable(table.id()));
                }
            }
        }
        for (var change : of(to)) {
            afterwards(change, from).ifPresent(changes::add);
        }
        for (var keyspace : from.keyspaces().values()) {
            for (var type : keyspace.types().values()) {
                var kept = to.keyspace(keyspace.name());
                if (kept.isPresent() && !kept.get().types().containsKey(type.name())) {
                    changes.add(new SchemaChange.DropType(keyspace.name(), type.name()));
                }
            }
        }
        return changes;
    }

    /// A change of a schema's history as one that follows `from`; empty when it changes nothing.
    private static Optional<SchemaChange> afterwards(SchemaChange change, Schema from) {
        return switch (change) {
            case SchemaChange.PutKeyspace put -> {
                var known = from.keyspace(put.name());
                boolean same = known.isPresent()
                        && known.get().replication().equals(put.replication())
                        && known.get().durableWrites() == put.durableWrites();
                yield same ? Optional.empty() : Optional.of(put);
            }
            case SchemaChange.PutType put -> {
                var known = from.keyspace(put.type().keyspace())
                        .map(keyspace -> keyspace.types().get(put.type().name()));
                yield known.filter(put.type()::equals).isPresent() ? Optional.empty() : Optional.of(put);
            }
            case SchemaChange.PutTable put -> {
                var known = from.table(put.table().id());
                if (known.filter(put.table()::equals).isPresent()) {
                    yield Optional.empty();
                }
                int nextColumnId = known.map(TableMetadata::nextColumnId).orElse(0);
                yield Optional.of(new SchemaChange.PutTable(
                        put.table().toBuilder().nextColumnId(nextColumnId).build()));
            }
            case SchemaChange.DropKeyspace drop -> Optional.of(drop);
            case SchemaChange.DropTable drop -> Optional.of(drop);
            case SchemaChange.DropType drop -> Optional.of(drop);
        };
    }

    private static Iterable<UserType> inOrder(KeyspaceMetadata keyspace) {
        var ordered = new LinkedHashMap<String, UserType>();
        for (var type : keyspace.types().values()) {
            visit(type, keyspace.types(), ordered);
        }
        return ordered.values();
    }

    private static void visit(CqlType type, Map<String, UserType> all, Map<String, UserType> ordered) {
        switch (type) {
            case UserType user -> {
                if (!ordered.containsKey(user.name())) {
                    user.fieldTypes().forEach(field -> visit(field, all, ordered));
                    ordered.put(user.name(), all.getOrDefault(user.name(), user));
                }
            }
            case ListType list -> visit(list.element(), all, ordered);
            case SetType set -> visit(set.element(), all, ordered);
            case MapType map -> {
                visit(map.key(), all, ordered);
                visit(map.value(), all, ordered);
            }
            case TupleType tuple -> tuple.components().forEach(component -> visit(component, all, ordered));
            case VectorType vector -> visit(vector.element(), all, ordered);
            case NativeType simple -> {}
            case CustomType custom -> {}
        }
    }
}
