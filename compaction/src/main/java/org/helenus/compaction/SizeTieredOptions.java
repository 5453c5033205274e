package org.helenus.compaction;

import java.util.Map;
import org.helenus.schema.option.CompactionParams;

/// The options of size-tiered compaction; names and defaults are Cassandra's, validated where the table is made.
///
/// @param bucketLow `bucket_low`: a file joins a bucket above this share of the bucket's average size …
/// @param bucketHigh `bucket_high`: … and below this one
/// @param minSSTableBytes `min_sstable_size`: files below it share a bucket whatever their sizes
/// @param minThreshold `min_threshold`: how many files make a bucket worth merging
/// @param maxThreshold `max_threshold`: how many are merged at once
record SizeTieredOptions(
        double bucketLow,
        double bucketHigh,
        long minSSTableBytes,
        int minThreshold,
        int maxThreshold,
        TombstoneOptions tombstones) {
    static SizeTieredOptions of(CompactionParams params) {
        Map<String, String> options = params.options();
        return new SizeTieredOptions(
                Double.parseDouble(options.getOrDefault("bucket_low", "0.5")),
                Double.parseDouble(options.getOrDefault("bucket_high", "1.5")),
                Long.parseLong(options.getOrDefault("min_sstable_size", "52428800")),
                params.minThreshold(),
                params.maxThreshold(),
                TombstoneOptions.of(options));
    }
}
