package org.helenus.compaction;

import java.util.Arrays;
import org.helenus.storage.KeyRange;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableId;
import org.helenus.storage.sstable.TombstoneHistogram;

/// What a strategy knows of one live file. Plain values, so that the same strategy decides for the server, for a text
/// test and for a simulator.
///
/// @param sizeBytes on disk
/// @param partitions in the file
/// @param cells in the file, with range deletions counted as cells
/// @param range covers its rows and deletions
/// @param minTimestamp of its writes and deletions, microseconds
/// @param maxTimestamp likewise
/// @param maxDeletionSeconds when the last of its contents is deleted or expires; [Long#MAX_VALUE]: some of it never
/// @param droppable when its deletions and expiring cells fall due
/// @param level of leveled compaction
/// @param createdMillis when its data was written
/// @param readsPerSecond point reads that asked it lately
public record SSTableSummary(
        SSTableId id,
        long sizeBytes,
        long partitions,
        long cells,
        KeyRange range,
        long minTimestamp,
        long maxTimestamp,
        long maxDeletionSeconds,
        TombstoneHistogram droppable,
        int level,
        long createdMillis,
        double readsPerSecond) {

    /// @param level that the manifest says
    public static SSTableSummary of(SSTable sstable, int level, double readsPerSecond) {
        var statistics = sstable.statistics();
        return new SSTableSummary(
                sstable.id(),
                sstable.sizeBytes(),
                statistics.partitions(),
                statistics.cells() + statistics.rangeTombstones(),
                statistics.range(),
                statistics.minTimestamp(),
                statistics.maxTimestamp(),
                statistics.maxDeletionSeconds(),
                statistics.droppable(),
                level,
                statistics.createdMillis(),
                readsPerSecond);
    }

    /// Reads a second for each partition: what a merge of this file speeds up, for its size.
    public double hotness() {
        return readsPerSecond / Math.max(1, partitions);
    }

    /// About the share of its cells that are deletions or expired before `gcBeforeSeconds`.
    public double droppableRatio(long gcBeforeSeconds) {
        return droppable.countBefore(gcBeforeSeconds) / Math.max(1, cells);
    }

    /// Whether everything in it was deleted or has expired before `gcBeforeSeconds`.
    public boolean isExpired(long gcBeforeSeconds) {
        return maxDeletionSeconds < gcBeforeSeconds;
    }

    public boolean overlaps(SSTableSummary other) {
        return Arrays.compareUnsigned(range.start(), other.range.end()) < 0
                && Arrays.compareUnsigned(other.range.start(), range.end()) < 0;
    }
}
