package org.helenus.compaction;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.helenus.schema.option.ByteSize;
import org.helenus.schema.option.CompactionParams;

/// The options of unified compaction; names and defaults are Cassandra's, validated where the table is made.
///
/// @param scaling `scaling_parameters`: one for each level, the last for all that follow. Below zero leveled with a
///     fan-out of 2 − w, above zero tiered with a fan-out of 2 + w
/// @param targetBytes `target_sstable_size`: about how large files should be
/// @param baseShards `base_shard_count`: into how many parts of the ring even small levels are cut
/// @param minBytes `min_sstable_size`: no cut makes files smaller than this; 0: they may be
/// @param growth `sstable_growth`: 0: denser levels have more files of the same size, 1: as many larger ones
/// @param maxFiles `max_sstables_to_compact` at once
/// @param flushBytes `flush_size_override`; 0: as flushed files turn out to be
/// @param expiredCheck `expired_sstable_check_frequency_seconds`
/// @param aggressive `unsafe_aggressive_sstable_expiration`, where the operator allows it: expired files go although
///     older writes that they delete may come back
/// @param inclusion `overlap_inclusion_method`
/// @param cascades `cascade`, an extension: a merge takes along what its output would at once be merged with, level by
///     level, so that nothing is written twice in a row; what is left in the end is the same
record UnifiedOptions(
        List<Integer> scaling,
        long targetBytes,
        int baseShards,
        long minBytes,
        double growth,
        int maxFiles,
        long flushBytes,
        Duration expiredCheck,
        boolean aggressive,
        Inclusion inclusion,
        boolean cascades,
        TombstoneOptions tombstones) {
    private static final int LARGEST_FAN = 1 << 20;
    private static final int MOST_SHARDS = 1 << 20;

    /// What is merged beside the files that lie over one place.
    enum Inclusion {
        /// Nothing.
        NONE,
        /// What overlaps one of them.
        SINGLE,
        /// What overlaps anything that is merged.
        TRANSITIVE
    }

    static UnifiedOptions of(CompactionParams params, boolean allowUnsafe) {
        Map<String, String> options = params.options();
        long target = bytes(options, "target_sstable_size", 1L << 30);
        long min = options.containsKey("min_sstable_size")
                ? bytes(options, "min_sstable_size", 0)
                : Math.min(100L << 20, (long) (target * Math.sqrt(0.5)));
        return new UnifiedOptions(
                Arrays.stream(options.getOrDefault("scaling_parameters", "T4").split(",", -1))
                        .map(UnifiedOptions::scaling)
                        .toList(),
                target,
                clamped(options.getOrDefault("base_shard_count", "4"), MOST_SHARDS),
                min,
                growth(options.getOrDefault("sstable_growth", "0.333")),
                maxFiles(options.getOrDefault("max_sstables_to_compact", "0")),
                bytes(options, "flush_size_override", 0),
                Duration.ofSeconds(Math.min(
                        TimeWindowOptions.LONGEST_CHECK_SECONDS,
                        Long.parseLong(options.getOrDefault("expired_sstable_check_frequency_seconds", "600")))),
                allowUnsafe && Boolean.parseBoolean(options.get("unsafe_aggressive_sstable_expiration")),
                Inclusion.valueOf(options.getOrDefault("overlap_inclusion_method", "TRANSITIVE")
                        .toUpperCase(Locale.ROOT)),
                Boolean.parseBoolean(options.get("cascade")),
                TombstoneOptions.of(options));
    }

    private static long bytes(Map<String, String> options, String name, long otherwise) {
        return options.containsKey(name) ? ByteSize.parse(options.get(name)).orElseThrow() : otherwise;
    }

    private static int clamped(String number, int most) {
        return Math.clamp(Long.parseLong(number), -most, most);
    }

    private static int maxFiles(String text) {
        int given = clamped(text, Integer.MAX_VALUE - 1);
        return given <= 0 ? Integer.MAX_VALUE : given;
    }

    private static int scaling(String text) {
        String one = text.strip();
        return switch (one.charAt(0)) {
            case 'N' -> 0;
            case 'T' -> clamped(one.substring(1), LARGEST_FAN) - 2;
            case 'L' -> 2 - clamped(one.substring(1), LARGEST_FAN);
            default -> clamped(one, LARGEST_FAN);
        };
    }

    private static double growth(String text) {
        return text.endsWith("%")
                ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                : Double.parseDouble(text);
    }

    int scalingOf(int level) {
        return scaling.get(Math.min(level, scaling.size() - 1));
    }

    /// How many times denser a level is than the one before.
    int fanOut(int level) {
        return 2 + Math.abs(scalingOf(level));
    }

    /// How many files over one place make a level due.
    int threshold(int level) {
        return Math.max(2, 2 + scalingOf(level));
    }

    /// Into how many parts of the ring a merge of this density is cut.
    ///
    /// @param density bytes that the whole ring would have
    int shards(double density) {
        if (minBytes > 0 && density < minBytes) {
            return 1;
        }
        if (minBytes > 0 && density < (double) minBytes * baseShards) {
            int fit = Integer.highestOneBit((int) (density / minBytes));
            return Math.min(fit, Integer.lowestOneBit(baseShards));
        }
        double over = density / ((double) targetBytes * baseShards);
        if (over < 1) {
            return baseShards;
        }
        long doublings = Math.round((1 - growth) * Math.log(over) / Math.log(2));
        return (int) Math.min(MOST_SHARDS, baseShards * Math.pow(2, doublings));
    }
}
