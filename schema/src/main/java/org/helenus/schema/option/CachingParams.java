package org.helenus.schema.option;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.helenus.schema.error.ConfigurationError;

/// What of a table may be cached.
///
/// @param rowsPerPartition how many rows at the head of each partition; [#ALL] for all, 0 for none
public record CachingParams(boolean keys, int rowsPerPartition) {
    public static final int ALL = Integer.MAX_VALUE;
    public static final CachingParams DEFAULT = new CachingParams(true, 0);

    /// What is not named is not cached.
    ///
    /// @throws ConfigurationError in Cassandra's words
    public static CachingParams parse(Map<String, String> options) {
        var rest = new TreeMap<>(options);
        String keys = rest.remove("keys");
        String rows = rest.remove("rows_per_partition");
        if (!rest.isEmpty()) {
            throw new ConfigurationError("Invalid caching sub-options " + rest.keySet()
                    + ": only 'keys' and 'rows_per_partition' are allowed");
        }
        return new CachingParams(keys != null && parseKeys(keys), rows == null ? 0 : parseRows(rows));
    }

    private static boolean parseKeys(String value) {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "ALL" -> true;
            case "NONE" -> false;
            default ->
                throw new ConfigurationError("Invalid value '" + value
                        + "' for caching sub-option 'keys': only 'ALL' and 'NONE' are allowed");
        };
    }

    private static int parseRows(String value) {
        switch (value.toUpperCase(Locale.ROOT)) {
            case "ALL":
                return ALL;
            case "NONE":
                return 0;
            default:
        }
        try {
            int rows = Integer.parseInt(value);
            if (rows >= 0) {
                return rows;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new ConfigurationError("Invalid value '" + value
                + "' for caching sub-option 'rows_per_partition': only 'ALL', 'NONE', and integer values are allowed");
    }

    /// As `system_schema.tables` tells it.
    public Map<String, String> toMap() {
        String rows =
                rowsPerPartition == ALL ? "ALL" : rowsPerPartition == 0 ? "NONE" : Integer.toString(rowsPerPartition);
        return new TreeMap<>(Map.of("keys", keys ? "ALL" : "NONE", "rows_per_partition", rows));
    }
}
