package org.helenus.storage.sstable;

import java.util.Arrays;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.merge.DeletionList;

/// Finds the partitions that stand out while a file is written, and counts how large all are: a few comparisons a
/// partition. One thread.
final class PartitionExtremes {
    private final long[] sizes = new long[PartitionHistogram.BUCKETS];
    private final long[] cellCounts = new long[PartitionHistogram.BUCKETS];
    private long bytesBefore;
    private long cellsBefore;
    private long leastBytes = Long.MAX_VALUE;
    private long tombstonesBefore;
    private long mostBytes;
    private byte[] largestKey = {};
    private long mostTombstones;
    private byte[] tombstonesKey = {};

    /// @param bytes of all partitions up to this one, with it
    /// @param tombstones likewise
    /// @param cells likewise
    void ends(byte[] key, int length, long bytes, long tombstones, long cells) {
        long own = bytes - bytesBefore;
        sizes[PartitionHistogram.bucket(own)]++;
        cellCounts[PartitionHistogram.bucket(cells - cellsBefore)]++;
        leastBytes = Math.min(leastBytes, own);
        if (own > mostBytes) {
            mostBytes = own;
            largestKey = Arrays.copyOf(key, length);
        }
        if (tombstones - tombstonesBefore > mostTombstones) {
            mostTombstones = tombstones - tombstonesBefore;
            tombstonesKey = Arrays.copyOf(key, length);
        }
        bytesBefore = bytes;
        tombstonesBefore = tombstones;
        cellsBefore = cells;
    }

    PartitionSizes sizes() {
        return leastBytes == Long.MAX_VALUE
                ? PartitionSizes.NONE
                : new PartitionSizes(
                        leastBytes,
                        bytesBefore,
                        new PartitionHistogram(sizes.clone()),
                        new PartitionHistogram(cellCounts.clone()));
    }

    /// What was found, now that the deletions of partitions and ranges are known too.
    LargestPartitions with(DeletionList fragments) {
        long most = mostTombstones;
        byte[] whose = tombstonesKey;
        int first = 0;
        while (first < fragments.size()) {
            byte[] start = fragments.start(first);
            int length = RowKeyFormat.prefixLength(start, start.length);
            int next = first + 1;
            while (next < fragments.size() && begins(fragments.start(next), start, length)) {
                next++;
            }
            long count = (long) next - first;
            if (count > most) {
                most = count;
                whose = Arrays.copyOf(start, length);
            }
            first = next;
        }
        return new LargestPartitions(mostBytes, largestKey, most, whose);
    }

    private static boolean begins(byte[] key, byte[] with, int length) {
        return key.length >= length && Arrays.equals(key, 0, length, with, 0, length);
    }
}
