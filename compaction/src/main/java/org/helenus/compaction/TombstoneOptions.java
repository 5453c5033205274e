package org.helenus.compaction;

import java.util.Map;

/// When one file is worth rewriting for the deletions in it alone. The names and defaults are Cassandra's.
///
/// @param threshold `tombstone_threshold`: share of the cells that must be droppable
/// @param intervalSeconds `tombstone_compaction_interval`: how old the file must be
/// @param unchecked `unchecked_tombstone_compaction`: also when other files may hold what the deletions shadow
record TombstoneOptions(double threshold, long intervalSeconds, boolean unchecked) {
    static TombstoneOptions of(Map<String, String> options) {
        return new TombstoneOptions(
                Double.parseDouble(options.getOrDefault("tombstone_threshold", "0.2")),
                Long.parseLong(options.getOrDefault("tombstone_compaction_interval", "86400")),
                Boolean.parseBoolean(options.getOrDefault("unchecked_tombstone_compaction", "false")));
    }
}
