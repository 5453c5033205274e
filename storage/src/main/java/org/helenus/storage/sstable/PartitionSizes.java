package org.helenus.storage.sstable;

/// How large the partitions of a file are: those with rows, in the bytes of [LargestPartitions].
///
/// @param leastBytes of the smallest; 0 when there is none
/// @param bytes of all together
/// @param sizes how many are how large
/// @param cells how many have how many cells, live and deleted ones
public record PartitionSizes(long leastBytes, long bytes, PartitionHistogram sizes, PartitionHistogram cells) {
    public static final PartitionSizes NONE =
            new PartitionSizes(0, 0, PartitionHistogram.NONE, PartitionHistogram.NONE);
}
