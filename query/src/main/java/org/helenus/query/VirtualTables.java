package org.helenus.query;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.helenus.query.system.SystemTables;

/// The virtual tables of a node, by keyspace and name. Threads: any.
public final class VirtualTables {
    private final Map<String, Map<String, VirtualTable>> byKeyspace = new ConcurrentHashMap<>();

    public VirtualTables() {}

    VirtualTables(SystemTables tables) {
        tables.keyspaces()
                .values()
                .forEach(keyspace -> keyspace.tables()
                        .keySet()
                        .forEach(name -> add(tables.table(keyspace.name(), name).orElseThrow())));
    }

    /// Adds a table, or puts it in the place of the one of its name.
    public void add(VirtualTable table) {
        byKeyspace
                .computeIfAbsent(table.metadata().keyspace(), _ -> new ConcurrentHashMap<>())
                .put(table.metadata().name(), table);
    }

    public Optional<VirtualTable> find(String keyspace, String name) {
        return Optional.ofNullable(byKeyspace.get(keyspace)).map(tables -> tables.get(name));
    }

    public boolean hasKeyspace(String keyspace) {
        return byKeyspace.containsKey(keyspace);
    }
}
