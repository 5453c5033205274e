package org.helenus.query.ddl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// Keeps types small enough to be written down. A schema holds each user type with all that is inside it, so a chain
/// of types that each hold the one before twice would grow without bound from a few short statements.
///
/// Judged by the definitions as they will be, each once, so that the judging itself stays cheap.
final class TypeBudget {
    static final int MAX_PARTS = 10_000;
    static final int MAX_DEPTH = 64;

    private record Extent(long parts, int depth) {}

    private final Map<String, UserType> definitions;
    private final Map<String, Extent> known = new HashMap<>();

    /// @param definitions the user types of the keyspace, as they will be
    TypeBudget(Map<String, UserType> definitions) {
        this.definitions = definitions;
    }

    /// @throws InvalidRequest when the type, written out, is too large or too deep
    void check(CqlType type) {
        Extent extent = extent(type);
        if (extent.parts() > MAX_PARTS) {
            throw new InvalidRequest(
                    "Type " + type.cqlName() + " has more than " + MAX_PARTS + " parts, nested ones included");
        }
        if (extent.depth() > MAX_DEPTH) {
            throw new InvalidRequest("Type " + type.cqlName() + " is nested more than " + MAX_DEPTH + " levels deep");
        }
    }

    /// Checks every type and column of the keyspace.
    void check(KeyspaceMetadata keyspace) {
        definitions.values().forEach(this::check);
        keyspace.tables().values().forEach(table -> table.columns().forEach(column -> check(column.type())));
    }

    private Extent extent(CqlType type) {
        return switch (type) {
            case NativeType _, CustomType _ -> new Extent(1, 1);
            case ListType list -> around(List.of(list.element()));
            case SetType set -> around(List.of(set.element()));
            case MapType map -> around(List.of(map.key(), map.value()));
            case VectorType vector -> around(List.of(vector.element()));
            case TupleType tuple -> around(tuple.components());
            case UserType user -> {
                Extent before = known.get(user.name());
                if (before != null) {
                    yield before;
                }
                Extent extent =
                        around(definitions.getOrDefault(user.name(), user).fieldTypes());
                known.put(user.name(), extent);
                yield extent;
            }
        };
    }

    private Extent around(List<CqlType> inner) {
        long parts = 1;
        int depth = 0;
        for (CqlType type : inner) {
            Extent extent = extent(type);
            parts = Math.min(Integer.MAX_VALUE, parts + extent.parts());
            depth = Math.max(depth, extent.depth());
        }
        return new Extent(parts, depth + 1);
    }
}
