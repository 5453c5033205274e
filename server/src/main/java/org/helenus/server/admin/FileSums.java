package org.helenus.server.admin;

import org.helenus.storage.LiveSSTable;
import org.helenus.storage.sstable.LargestPartitions;
import org.helenus.storage.sstable.PartitionSizes;

/// What the live files of a table come to together. One thread.
final class FileSums {
    /// Of leveled compaction; those without files are told too.
    private static final int DEEPEST_LEVEL = 8;

    private final long gcBefore;
    private final long[] levels = new long[64];
    private final long[] levelBytes = new long[levels.length];
    private int highestLevel;
    private long count;
    private long bytes;
    private long greatest;
    private long largestPartition;
    private long smallestPartition = Long.MAX_VALUE;
    private long partitionBytes;
    private long content;
    private long stored;
    private long partitions;
    private long rows;
    private long cells;
    private long tombstones;
    private double droppable;
    private long filterBytes;
    private long indexBytes;
    private long filterPasses;
    private long falsePasses;
    private long reads;
    private long damaged;

    /// @param gcBefore epoch seconds: deletions from before may go
    FileSums(long gcBefore) {
        this.gcBefore = gcBefore;
    }

    void add(LiveSSTable live) {
        var file = live.sstable();
        var statistics = file.statistics();
        count++;
        bytes += file.sizeBytes();
        greatest = Math.max(greatest, file.sizeBytes());
        largestPartition = Math.max(
                largestPartition,
                statistics.largest().map(LargestPartitions::bytes).orElse(0L));
        var sizes = statistics.sizes();
        // Older files know only what all their blocks are together.
        partitionBytes += sizes.map(PartitionSizes::bytes).orElse(statistics.contentBytes());
        if (statistics.partitions() > 0 && sizes.isPresent()) {
            smallestPartition = Math.min(smallestPartition, sizes.get().leastBytes());
        }
        content += statistics.contentBytes();
        stored += statistics.storedBytes();
        partitions += statistics.partitions();
        rows += statistics.rows();
        cells += statistics.cells();
        tombstones += statistics.tombstones() + statistics.rangeTombstones();
        droppable += statistics.droppable().countBefore(gcBefore);
        filterBytes += file.filterBytes();
        indexBytes += file.indexBytes();
        filterPasses += file.filterPasses();
        falsePasses += file.filterFalsePasses();
        reads += file.reads();
        damaged += file.damage().isPresent() ? 1 : 0;
        int level = Math.clamp(live.level(), 0, levels.length - 1);
        levels[level]++;
        levelBytes[level] += file.sizeBytes();
        highestLevel = Math.max(highestLevel, level);
    }

    /// Into an open object.
    void write(JsonWriter json) {
        json.field("sstables", count)
                .field("damaged_sstables", damaged)
                .field("bytes", bytes)
                .field("largest_sstable_bytes", greatest)
                .field("largest_partition_bytes", largestPartition)
                .field("smallest_partition_bytes", smallestPartition == Long.MAX_VALUE ? 0 : smallestPartition)
                .field("mean_partition_bytes", partitions == 0 ? 0 : partitionBytes / partitions)
                .field("content_bytes", content)
                .field("compression_ratio", content == 0 ? Double.NaN : (double) stored / content)
                .field("partitions", partitions)
                .field("rows", rows)
                .field("cells", cells)
                .field("tombstones", tombstones)
                .field("droppable_ratio", droppable / Math.max(1, cells))
                .field("filter_bytes", filterBytes)
                .field("index_bytes", indexBytes)
                .field("filter_passes", filterPasses)
                .field("filter_false_passes", falsePasses)
                .field("sstable_reads", reads)
                .name("sstables_in_each_level")
                .array();
        for (int level = 0; level <= Math.max(highestLevel, DEEPEST_LEVEL); level++) {
            json.value(levels[level]);
        }
        json.end().name("bytes_in_each_level").array();
        for (int level = 0; level <= Math.max(highestLevel, DEEPEST_LEVEL); level++) {
            json.value(levelBytes[level]);
        }
        json.end();
    }
}
