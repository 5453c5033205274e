package org.helenus.server.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.helenus.schema.Schema;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.TableStore;

/// From names to tables.
final class ChosenTables {
    /// Their tables are computed when they are read: there is nothing to flush, merge or keep.
    private static final Set<String> COMPUTED = Set.of(
            "system",
            "system_auth",
            "system_distributed",
            "system_schema",
            "system_traces",
            "system_views",
            "system_virtual_schema");

    private final StorageEngine storage;

    ChosenTables(StorageEngine storage) {
        this.storage = storage;
    }

    /// Those of every `keyspace` or `keyspace.table`, by name; all that there are when nothing is named.
    ///
    /// @throws AdminException one of them is not there
    List<TableStore> of(Collection<String> names) throws AdminException {
        var schema = storage.schema();
        var chosen = new LinkedHashSet<TableStore>();
        if (names.isEmpty()) {
            chosen.addAll(storage.tables());
        }
        for (var name : names) {
            int dot = name.indexOf('.');
            if (dot < 0) {
                chosen.addAll(ofKeyspace(schema, name));
            } else {
                chosen.add(table(schema, name.substring(0, dot), name.substring(dot + 1)));
            }
        }
        var sorted = new ArrayList<>(chosen);
        sorted.sort(Comparator.comparing((TableStore table) -> table.metadata().keyspace())
                .thenComparing(table -> table.metadata().name()));
        return sorted;
    }

    private List<TableStore> ofKeyspace(Schema schema, String name) throws AdminException {
        var keyspace = schema.keyspace(name);
        if (keyspace.isEmpty() && COMPUTED.contains(name)) {
            return List.of();
        }
        return keyspace
                .orElseThrow(() -> AdminException.badRequest("Keyspace [" + name + "] does not exist."))
                .tables()
                .values()
                .stream()
                .map(table -> storage.table(table.id()))
                .toList();
    }

    private TableStore table(Schema schema, String keyspace, String name) throws AdminException {
        return storage.table(schema.table(keyspace, name)
                .orElseThrow(
                        () -> AdminException.badRequest("Unknown keyspace/cf pair (" + keyspace + "." + name + ")"))
                .id());
    }

    /// @param name `keyspace.table`
    TableStore one(String name) throws AdminException {
        int dot = name.indexOf('.');
        if (dot < 0) {
            throw AdminException.badRequest("'" + name + "' is not keyspace.table");
        }
        return table(storage.schema(), name.substring(0, dot), name.substring(dot + 1));
    }
}
