package org.helenus.compaction;

import org.helenus.schema.option.CompactionParams;

/// The options of leveled compaction; names and defaults are Cassandra's.
///
/// @param sstableBytes `sstable_size_in_mb`: where files of a level are cut
/// @param fanout `fanout_size`: how many times larger a level is than the one above it
/// @param singleUplevel `single_sstable_uplevel`: a file with nothing below it sinks without being rewritten
/// @param sizeTiered for the top level, when it falls behind
record LeveledOptions(long sstableBytes, int fanout, boolean singleUplevel, SizeTieredOptions sizeTiered) {
    static LeveledOptions of(CompactionParams params) {
        var options = params.options();
        return new LeveledOptions(
                Long.parseLong(options.getOrDefault("sstable_size_in_mb", "160")) << 20,
                Integer.parseInt(options.getOrDefault("fanout_size", "10")),
                Boolean.parseBoolean(options.getOrDefault("single_sstable_uplevel", "false")),
                SizeTieredOptions.of(params));
    }

    /// What a level should hold at most.
    double maxBytes(int level) {
        return level == 0 ? 4.0 * sstableBytes : Math.pow(fanout, level) * sstableBytes;
    }
}
