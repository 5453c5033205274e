package org.helenus.storage.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;
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
final class SchemaHistory {
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
