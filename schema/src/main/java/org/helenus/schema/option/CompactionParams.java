package org.helenus.schema.option;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.helenus.schema.error.ConfigurationError;

/// The compaction strategy of a table and its options, as they were validated.
///
/// @param options without `class`; `min_threshold` and `max_threshold` are always there where the strategy knows them
public record CompactionParams(Strategy strategy, Map<String, String> options) {
    public enum Strategy {
        SIZE_TIERED("SizeTieredCompactionStrategy", true),
        LEVELED("LeveledCompactionStrategy", true),
        TIME_WINDOW("TimeWindowCompactionStrategy", true),
        UNIFIED("UnifiedCompactionStrategy", false),
        /// An extension: never merges, drops the oldest files when the table outgrows its bounds.
        FIFO("FIFOCompactionStrategy", false);

        private final String simpleName;
        private final boolean hasThresholds;

        Strategy(String simpleName, boolean hasThresholds) {
            this.simpleName = simpleName;
            this.hasThresholds = hasThresholds;
        }

        /// `org.apache.cassandra.db.compaction.…`: what clients see.
        public String className() {
            return PACKAGE + simpleName;
        }

        /// `LeveledCompactionStrategy`: what people call it.
        public String simpleName() {
            return simpleName;
        }

        boolean hasThresholds() {
            return hasThresholds;
        }
    }

    private static final String PACKAGE = "org.apache.cassandra.db.compaction.";

    public static final CompactionParams DEFAULT = parse(Map.of("class", "SizeTieredCompactionStrategy"));

    public CompactionParams {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    public boolean isEnabled() {
        return !"false".equalsIgnoreCase(options.get("enabled"));
    }

    public int minThreshold() {
        return Integer.parseInt(options.getOrDefault("min_threshold", "4"));
    }

    public int maxThreshold() {
        return Integer.parseInt(options.getOrDefault("max_threshold", "32"));
    }

    /// @throws ConfigurationError in Cassandra's words
    public static CompactionParams parse(Map<String, String> given) {
        var options = new TreeMap<>(given);
        String className = options.remove("class");
        if (className == null) {
            throw new ConfigurationError("Missing sub-option 'class' for the 'compaction' option");
        }
        Strategy strategy = strategy(className);
        if (strategy.hasThresholds) {
            options.putIfAbsent("min_threshold", "4");
            options.putIfAbsent("max_threshold", "32");
        }
        CompactionOptions.validate(strategy, options);
        return new CompactionParams(strategy, options);
    }

    private static Strategy strategy(String className) {
        String simple = className.startsWith(PACKAGE) ? className.substring(PACKAGE.length()) : className;
        for (Strategy strategy : Strategy.values()) {
            if (strategy.simpleName.equals(simple)) {
                return strategy;
            }
        }
        throw new ConfigurationError("Unable to find compaction strategy class '"
                + (className.contains(".") ? className : PACKAGE + className) + "'");
    }

    /// As `system_schema.tables` tells it.
    public Map<String, String> toMap() {
        var map = new TreeMap<>(options);
        map.put("class", strategy.className());
        return map;
    }
}
