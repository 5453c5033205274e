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
}
