package org.helenus.storage.sstable;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.KeyRange;

/// What a file says of its rows and deletions, from its statistics section.
///
/// @param table as it was when the file was written: the columns' ids, names and types explain the rows without a
///     server
/// @param partitions with at least one row here
/// @param rows entries, static rows too
/// @param cells live, expiring and deleted ones
/// @param tombstones deleted cells, row deletions and deletions of whole collections
/// @param rangeTombstones fragments of partition and range deletions
/// @param firstKey the smallest row key; empty when there are only deletions
/// @param lastKey the greatest row key
/// @param range covers every row and every deletion
/// @param minTimestamp of writes and deletions, microseconds; [Long#MAX_VALUE] when there are none
/// @param maxTimestamp likewise; [Long#MIN_VALUE] when there are none
/// @param minDeletionSeconds the earliest deletion or expiry; [#NEVER] when nothing was deleted or expires
/// @param maxDeletionSeconds the latest; [#NEVER] as soon as anything lives without an end
/// @param minTtl the shortest TTL in seconds, 0 when something has none
/// @param maxTtl the longest
/// @param minClustering the smallest clustering of a row, in ordered bytes, cut to [#CLUSTERING_BYTES]; empty when
///     none
/// @param maxClustering the greatest; when cut, what it stands for may be greater
/// @param droppable when deletions and expiring cells fall due
/// @param level of leveled compaction
/// @param contentBytes of the blocks, uncompressed
/// @param storedBytes of the blocks as they lie in the file
/// @param largestBlockBytes uncompressed
/// @param createdMillis when its data was written, since 1970
/// @param largest empty: the file was written before they were kept
/// @param sizes likewise
public record SSTableStatistics(
        TableMetadata table,
        long partitions,
        long rows,
        long cells,
        long tombstones,
        long rangeTombstones,
        byte[] firstKey,
        byte[] lastKey,
        KeyRange range,
        long minTimestamp,
        long maxTimestamp,
        long minDeletionSeconds,
        long maxDeletionSeconds,
        int minTtl,
        int maxTtl,
        byte[] minClustering,
        byte[] maxClustering,
        TombstoneHistogram droppable,
        int level,
        long contentBytes,
        long storedBytes,
        int largestBlockBytes,
        long createdMillis,
        Optional<LargestPartitions> largest,
        Optional<PartitionSizes> sizes) {
    /// The deletion time of what lives without an end.
    public static final long NEVER = Long.MAX_VALUE;

    /// How much of a clustering is kept.
    public static final int CLUSTERING_BYTES = 1024;

    /// Bytes in the file for each byte of content; empty when there are no blocks.
    public OptionalDouble compressionRatio() {
        return contentBytes == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) storedBytes / contentBytes);
    }

    /// About the share of the cells that are deletions, or have expired, from before `gcBeforeSeconds`.
    public double droppableRatio(long gcBeforeSeconds) {
        long all = Math.max(1, cells + rangeTombstones);
        return droppable.countBefore(gcBeforeSeconds) / all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SSTableStatistics that
                && Arrays.equals(StatisticsCodec.encode(this), StatisticsCodec.encode(that));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(StatisticsCodec.encode(this));
    }
}
