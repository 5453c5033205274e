package org.helenus.schema.option;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.helenus.schema.error.ConfigurationError;
import org.helenus.schema.error.InvalidRequest;

/// How a keyspace is replicated: the strategy's full class name, and its options (`replication_factor`, or one per
/// data centre).
public record ReplicationParams(String strategyClass, Map<String, String> options) {
    private static final String PACKAGE = "org.apache.cassandra.locator.";
    private static final String SIMPLE = PACKAGE + "SimpleStrategy";
    private static final String TOPOLOGY = PACKAGE + "NetworkTopologyStrategy";
    private static final String LOCAL = PACKAGE + "LocalStrategy";
    private static final String DEFAULT_FACTOR = "1";

    public ReplicationParams {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /// `SimpleStrategy` with this replication factor.
    public static ReplicationParams simple(int factor) {
        return new ReplicationParams(SIMPLE, Map.of("replication_factor", Integer.toString(factor)));
    }

    /// The strategy of keyspaces that live on this node alone.
    public static ReplicationParams local() {
        return new ReplicationParams(LOCAL, Map.of());
    }

    public boolean isLocal() {
        return strategyClass.equals(LOCAL);
    }

    /// Of the `replication` map of a keyspace, with its `class`. A bare `replication_factor` of the topology
    /// strategy becomes one per data centre.
    ///
    /// @throws ConfigurationError in Cassandra's words
    public static ReplicationParams parse(Map<String, String> given, String keyspace, String dataCenter) {
        var options = new TreeMap<>(given);
        String className = options.remove("class");
        if (className == null) {
            throw new ConfigurationError("Missing replication strategy class");
        }
        String full = className.contains(".") ? className : PACKAGE + className;
        return switch (full) {
            case SIMPLE -> simple(options, keyspace);
            case TOPOLOGY -> topology(options, keyspace, dataCenter);
            case LOCAL ->
                throw new InvalidRequest(
                        "Unable to use given strategy class: LocalStrategy is reserved for internal use.");
            default -> throw new ConfigurationError("Unable to find replication strategy class '" + full + "'");
        };
    }

    private static ReplicationParams simple(Map<String, String> options, String keyspace) {
        String factor = options.getOrDefault("replication_factor", DEFAULT_FACTOR);
        for (String name : options.keySet()) {
            if (!name.equals("replication_factor")) {
                throw unrecognized(name, "SimpleStrategy", keyspace);
            }
        }
        checkFactor(factor);
        return new ReplicationParams(SIMPLE, Map.of("replication_factor", factor));
    }

    private static ReplicationParams topology(TreeMap<String, String> options, String keyspace, String dataCenter) {
        String everywhere = options.remove("replication_factor");
        if (everywhere != null) {
            options.putIfAbsent(dataCenter, everywhere);
        }
        if (options.isEmpty()) {
            options.put(dataCenter, DEFAULT_FACTOR);
        }
        options.forEach((name, factor) -> {
            if (!name.equals(dataCenter)) {
                throw unrecognized(name, "NetworkTopologyStrategy", keyspace);
            }
            checkFactor(factor);
        });
        return new ReplicationParams(TOPOLOGY, options);
    }

    private static ConfigurationError unrecognized(String option, String strategy, String keyspace) {
        return new ConfigurationError(
                "Unrecognized strategy option {" + option + "} passed to " + strategy + " for keyspace " + keyspace);
    }

    private static void checkFactor(String text) {
        int factor;
        try {
            factor = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ConfigurationError(e.getMessage());
        }
        if (factor < 0) {
            throw new ConfigurationError("Replication factor must be non-negative, found " + factor);
        }
    }

    /// As `system_schema.keyspaces` tells it.
    public Map<String, String> toMap() {
        var map = new TreeMap<>(options);
        map.put("class", strategyClass);
        return map;
    }
}
