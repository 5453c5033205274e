package org.helenus.schema.option;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
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
    private static final String FACTOR = "replication_factor";
    private static final String DEFAULT_FACTOR = "1";

    public ReplicationParams {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /// `SimpleStrategy` with this replication factor.
    public static ReplicationParams simple(int factor) {
        return new ReplicationParams(SIMPLE, Map.of(FACTOR, Integer.toString(factor)));
    }

    /// The strategy of keyspaces that live on this node alone.
    public static ReplicationParams local() {
        return new ReplicationParams(LOCAL, Map.of());
    }

    public boolean isLocal() {
        return strategyClass.equals(LOCAL);
    }

    /// Of the `replication` map of a keyspace, with its `class`. A bare `replication_factor` of the topology
    /// strategy becomes one for each data centre that has none.
    ///
    /// @param previous what the keyspace had before it is altered, empty of a new one
    /// @throws ConfigurationError in Cassandra's words
    public static ReplicationParams parse(
            Map<String, String> given, Map<String, String> previous, String keyspace, String dataCenter) {
        var options = new TreeMap<>(given);
        String className = options.remove("class");
        if (className == null) {
            throw new ConfigurationError("Missing replication strategy class");
        }
        String full = className.contains(".") ? className : PACKAGE + className;
        return switch (full) {
            case SIMPLE -> simple(options, previous, keyspace);
            case TOPOLOGY -> topology(options, previous, keyspace, dataCenter);
            case LOCAL ->
                throw new InvalidRequest(
                        "Unable to use given strategy class: LocalStrategy is reserved for internal use.");
            case PACKAGE + "OldNetworkTopologyStrategy" ->
                throw new ConfigurationError("The support for the OldNetworkTopologyStrategy has been removed in C*"
                        + " version 4.0. The keyspace strategy should be switch to NetworkTopologyStrategy");
            default -> throw new ConfigurationError("Unable to find replication strategy class '" + full + "'");
        };
    }

    private static ReplicationParams simple(
            Map<String, String> options, Map<String, String> previous, String keyspace) {
        String factor = options.getOrDefault(FACTOR, previous.getOrDefault(FACTOR, DEFAULT_FACTOR));
        for (String name : options.keySet()) {
            if (!name.equals(FACTOR)) {
                throw unrecognized(name, "SimpleStrategy", keyspace);
            }
        }
        checkFactor(factor);
        return new ReplicationParams(SIMPLE, Map.of(FACTOR, factor));
    }

    private static ReplicationParams topology(
            TreeMap<String, String> options, Map<String, String> previous, String keyspace, String dataCenter) {
        Optional<String> everywhere = Optional.ofNullable(options.remove(FACTOR));
        boolean bare = everywhere.isEmpty() && options.isEmpty();
        if (everywhere.isPresent() || bare) {
            // data centres that are there already keep their factor
            previous.forEach((name, factor) -> {
                if (!name.equals(FACTOR)) {
                    options.putIfAbsent(name, factor);
                }
            });
        }
        if (bare) {
            everywhere = Optional.of(previous.getOrDefault(FACTOR, DEFAULT_FACTOR));
        }
        everywhere.filter(ReplicationParams::isNumber).ifPresent(factor -> options.putIfAbsent(dataCenter, factor));
        options.values().removeIf("0"::equals);
        options.forEach((name, factor) -> {
            if (!name.equals(dataCenter)) {
                throw unrecognized(name, "NetworkTopologyStrategy", keyspace);
            }
            checkFactor(factor);
        });
        if (options.isEmpty()) {
            throw new ConfigurationError("Configuration for at least one datacenter must be present");
        }
        return new ReplicationParams(TOPOLOGY, options);
    }

    private static boolean isNumber(String text) {
        return text.matches("[+-]?[0-9]{1,9}");
    }

    private static ConfigurationError unrecognized(String option, String strategy, String keyspace) {
        return new ConfigurationError(
                "Unrecognized strategy option {" + option + "} passed to " + strategy + " for keyspace " + keyspace);
    }

    private static void checkFactor(String text) {
        if (text.contains("/")) {
            throw new ConfigurationError("Transient replication is not enabled on this node");
        }
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
