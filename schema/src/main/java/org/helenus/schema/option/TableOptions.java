package org.helenus.schema.option;

import java.util.Map;

/// Every option of a table.
public record TableOptions(
        String comment,
        double bloomFilterFpChance,
        CachingParams caching,
        CompactionParams compaction,
        CompressionParams compression,
        double crcCheckChance,
        int defaultTimeToLive,
        int gcGraceSeconds) {
    public static final TableOptions DEFAULTS = new TableOptions(
            "",
            0.01,
            new CachingParams(true, 0),
            new CompactionParams(CompactionParams.Strategy.SIZE_TIERED, Map.of()),
            new CompressionParams(CompressionParams.Algorithm.LZ4, 16, 0),
            1.0,
            0,
            864000);

    /// These options changed by `properties`, whose values are `String` or `Map<String, String>`.
    public TableOptions with(Map<String, Object> properties) {
        throw new UnsupportedOperationException();
    }
}
