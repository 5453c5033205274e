package org.helenus.storage.sstable;

/// Which partitions of a file stand out. A key is that of the partition's rows up to where they differ, see
/// [org.helenus.storage.encoding.RowKeyFormat]; it is empty when no partition has any.
///
/// @param bytes of the largest one's rows, uncompressed, with of each key what the one before it does not have
/// @param largestKey whose they are
/// @param tombstones of the one that has most: those in its rows, or fragments of range deletions where these are more
/// @param tombstonesKey whose they are
public record LargestPartitions(long bytes, byte[] largestKey, long tombstones, byte[] tombstonesKey) {
    static final LargestPartitions NONE = new LargestPartitions(0, new byte[0], 0, new byte[0]);
}
