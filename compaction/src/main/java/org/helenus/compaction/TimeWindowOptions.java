package org.helenus.compaction;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.helenus.schema.option.CompactionParams;

/// The options of time window compaction; names and defaults are Cassandra's.
///
/// @param window `compaction_window_size` × `compaction_window_unit`
/// @param resolution `timestamp_resolution`: the unit that clients give write timestamps in
/// @param expiredCheck `expired_sstable_check_frequency_seconds`
/// @param aggressive `unsafe_aggressive_sstable_expiration`, where the operator allows it: expired files go although
///     older writes that they delete may come back
/// @param rewritesForTombstones only when one of the options about tombstones is set, as a window's files expire
///     together
record TimeWindowOptions(
        Duration window,
        TimeUnit resolution,
        Duration expiredCheck,
        boolean aggressive,
        boolean rewritesForTombstones,
        SizeTieredOptions sizeTiered) {
    /// Longer than a server runs, and short enough to count with.
    static final long LONGEST_CHECK_SECONDS = Integer.MAX_VALUE;

    static TimeWindowOptions of(CompactionParams params, boolean allowUnsafe) {
        Map<String, String> options = params.options();
        var unit = TimeUnit.valueOf(options.getOrDefault("compaction_window_unit", "DAYS"));
        long size = Long.parseLong(options.getOrDefault("compaction_window_size", "1"));
        boolean tombstones = options.containsKey("tombstone_compaction_interval")
                || options.containsKey("tombstone_threshold")
                || !options.getOrDefault("unchecked_tombstone_compaction", "false")
                        .equals("false");
        return new TimeWindowOptions(
                Duration.ofMillis(unit.toMillis(size)),
                TimeUnit.valueOf(options.getOrDefault("timestamp_resolution", "MICROSECONDS")),
                Duration.ofSeconds(Math.min(
                        LONGEST_CHECK_SECONDS,
                        Long.parseLong(options.getOrDefault("expired_sstable_check_frequency_seconds", "600")))),
                allowUnsafe && Boolean.parseBoolean(options.get("unsafe_aggressive_sstable_expiration")),
                tombstones,
                SizeTieredOptions.of(params));
    }

    /// The number of the window that a write timestamp falls into.
    long windowOf(long timestamp) {
        return Math.floorDiv(resolution.toMillis(timestamp), window.toMillis());
    }
}
