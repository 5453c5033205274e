package org.helenus.schema.option;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The compaction strategy of a table and its options, as they were validated.
///
/// @param options without `class`
public record CompactionParams(Strategy strategy, Map<String, String> options) {
    public enum Strategy {
        SIZE_TIERED,
        LEVELED,
        TIME_WINDOW,
        UNIFIED,
        FIFO
    }

    public CompactionParams {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }
}
