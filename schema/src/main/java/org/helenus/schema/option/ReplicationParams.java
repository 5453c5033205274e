package org.helenus.schema.option;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// How a keyspace is replicated: the strategy's full class name, and its options (`replication_factor`, or one per data centre).
public record ReplicationParams(String strategyClass, Map<String, String> options) {
    public ReplicationParams {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /// `SimpleStrategy` with this replication factor.
    public static ReplicationParams simple(int factor) {
        return new ReplicationParams(
                "org.apache.cassandra.locator.SimpleStrategy", Map.of("replication_factor", Integer.toString(factor)));
    }

    /// The strategy of keyspaces that live on this node alone.
    public static ReplicationParams local() {
        return new ReplicationParams("org.apache.cassandra.locator.LocalStrategy", Map.of());
    }
}
