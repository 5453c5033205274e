package org.helenus.storage.sstable;

import java.util.Arrays;
import java.util.Optional;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.KeyRange;
import org.helenus.storage.merge.DeletionList;

/// Gathers the statistics of a file while it is written. One thread.
final class StatisticsCollector {
    private final TombstoneHistogram.Builder droppable = new TombstoneHistogram.Builder();
    private long partitions;
    private long rows;
    private long cells;
    private long tombstones;
    private long minTimestamp = Long.MAX_VALUE;
    private long maxTimestamp = Long.MIN_VALUE;
    private long minDeletionSeconds = SSTableStatistics.NEVER;
    private long maxDeletionSeconds = Long.MIN_VALUE;
    private int minTtl = Integer.MAX_VALUE;
    private int maxTtl;
    private byte[] firstKey = {};
    private byte[] minClustering = {};
    private byte[] maxClustering = {};
    private boolean clusteringSeen;
    private long contentBytes;
    private int largestBlockBytes;
    private final PartitionExtremes extremes = new PartitionExtremes();

    void partition() {
        partitions++;
    }

    /// The rows of a partition are all here; its key is the first `length` bytes of `key`.
    ///
    /// @param bytes of all entries so far, with of each key what the one before it does not have
    void partitionEnds(byte[] key, int length, long bytes) {
        extremes.ends(key, length, bytes, tombstones, cells);
    }

    /// A row whose clustering, in ordered bytes, lies at `offset … length` of its key; none when they are equal.
    void row(byte[] key, int length, int clusteringOffset) {
        if (rows++ == 0) {
            firstKey = Arrays.copyOf(key, length);
        }
        if (clusteringOffset < length) {
            if (!clusteringSeen || below(key, clusteringOffset, length, minClustering)) {
                minClustering = cut(key, clusteringOffset, length);
            }
            if (!clusteringSeen || !below(key, clusteringOffset, length, maxClustering)) {
                maxClustering = cut(key, clusteringOffset, length);
            }
            clusteringSeen = true;
        }
    }

    private static boolean below(byte[] key, int from, int to, byte[] bound) {
        return Arrays.compareUnsigned(key, from, to, bound, 0, bound.length) < 0;
    }

    private static byte[] cut(byte[] key, int from, int to) {
        return Arrays.copyOfRange(key, from, Math.min(to, from + SSTableStatistics.CLUSTERING_BYTES));
    }

    /// A cell that lives, without end when `ttl` is 0.
    void cell(long timestamp, int ttl, long expirySeconds) {
        cells++;
        liveness(timestamp, ttl, expirySeconds);
    }

    /// A row marker, or what else has a time to live but is no cell.
    void liveness(long timestamp, int ttl, long expirySeconds) {
        timestamp(timestamp);
        minTtl = Math.min(minTtl, ttl);
        maxTtl = Math.max(maxTtl, ttl);
        if (ttl == 0) {
            maxDeletionSeconds = SSTableStatistics.NEVER;
        } else {
            due(expirySeconds);
        }
    }

    void deletedCell(long timestamp, long deletionSeconds) {
        cells++;
        tombstone(timestamp, deletionSeconds);
    }

    /// The deletion of a row or of a whole collection, or of a cell.
    void tombstone(long timestamp, long deletionSeconds) {
        tombstones++;
        timestamp(timestamp);
        due(deletionSeconds);
    }

    private void timestamp(long timestamp) {
        minTimestamp = Math.min(minTimestamp, timestamp);
        maxTimestamp = Math.max(maxTimestamp, timestamp);
    }

    private void due(long seconds) {
        minDeletionSeconds = Math.min(minDeletionSeconds, seconds);
        maxDeletionSeconds = Math.max(maxDeletionSeconds, seconds);
        droppable.add(seconds);
    }

    void block(int bytes) {
        contentBytes += bytes;
        largestBlockBytes = Math.max(largestBlockBytes, bytes);
    }

    long rows() {
        return rows;
    }

    SSTableStatistics build(
            TableMetadata table,
            byte[] lastKey,
            DeletionList fragments,
            int level,
            long storedBytes,
            long createdMillis) {
        byte[] start = firstKey;
        byte[] end = rows == 0 ? lastKey : Arrays.copyOf(lastKey, lastKey.length + 1);
        for (int i = 0; i < fragments.size(); i++) {
            timestamp(fragments.timestamp(i));
            due(fragments.deletionSeconds(i));
        }
        if (!fragments.isEmpty()) {
            byte[] first = fragments.start(0);
            byte[] last = fragments.end(fragments.size() - 1);
            start = rows == 0 || Arrays.compareUnsigned(first, start) < 0 ? first : start;
            end = rows == 0 || Arrays.compareUnsigned(last, end) > 0 ? last : end;
        }
        return new SSTableStatistics(
                table,
                partitions,
                rows,
                cells,
                tombstones,
                fragments.size(),
                firstKey,
                lastKey,
                new KeyRange(start, end),
                minTimestamp,
                maxTimestamp,
                minDeletionSeconds,
                maxDeletionSeconds == Long.MIN_VALUE ? SSTableStatistics.NEVER : maxDeletionSeconds,
                minTtl == Integer.MAX_VALUE ? 0 : minTtl,
                maxTtl,
                minClustering,
                maxClustering,
                droppable.build(),
                level,
                contentBytes,
                storedBytes,
                largestBlockBytes,
                createdMillis,
                Optional.of(extremes.with(fragments)),
                Optional.of(extremes.sizes()));
    }
}
