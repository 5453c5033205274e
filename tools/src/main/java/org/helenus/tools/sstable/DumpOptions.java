package org.helenus.tools.sstable;

import java.util.List;

/// What of an SSTable is dumped, and how.
///
/// @param keys only these partitions; none: all
/// @param excluded not these
/// @param keysOnly no rows
/// @param rawTimes times as numbers instead of dates
/// @param internal a line a row instead of JSON
/// @param lines a line of JSON a partition
record DumpOptions(
        List<String> keys, List<String> excluded, boolean keysOnly, boolean rawTimes, boolean internal, boolean lines) {
    DumpOptions {
        keys = List.copyOf(keys);
        excluded = List.copyOf(excluded);
    }

    boolean wants(String key) {
        return (keys.isEmpty() || keys.contains(key)) && !excluded.contains(key);
    }
}
