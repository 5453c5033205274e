package org.helenus.storage.sstable;

import org.helenus.schema.TableMetadata;

/// How one SSTable is written.
///
/// @param compression of its blocks
/// @param compressionLevel for Zstd −131072 … 22; for LZ4 0 is its fast compressor, 1 … 17 the high one
/// @param minCompressRatio a block is stored as it is unless it shrinks by this factor; 0: unless it shrinks at all
/// @param blockBytes a block is closed when it holds this much uncompressed. Small ones make point reads cheap, large
///     ones compress better and need less index (20 bytes a block, in memory)
/// @param bloomFilterFpChance share of the questions for absent keys that the filter lets pass; 1 makes no filter
/// @param expectedPartitions how many partitions will come; sizes the filter, rather too many than too few
/// @param expectedRows likewise
/// @param level of leveled compaction
/// @param createdMillis when the data was written, since 1970
public record SSTableOptions(
        BlockCodec compression,
        int compressionLevel,
        double minCompressRatio,
        int blockBytes,
        double bloomFilterFpChance,
        long expectedPartitions,
        long expectedRows,
        int level,
        long createdMillis) {
    public SSTableOptions {
        if (blockBytes < 1 || blockBytes > SSTableFormat.MAX_BLOCK_BYTES / 2) {
            throw new IllegalArgumentException("blocks of " + blockBytes + " bytes");
        }
        if (!(bloomFilterFpChance > 0 && bloomFilterFpChance <= 1)) {
            throw new IllegalArgumentException("a filter that errs in " + bloomFilterFpChance);
        }
        if (!(minCompressRatio >= 0)) {
            throw new IllegalArgumentException("a compression ratio of " + minCompressRatio);
        }
    }

    /// As the table's options want it. `chunk_length_in_kb` is the most that a block holds, a single larger row
    /// apart: it is closed at half of that, so the default of 16 makes blocks of about 8 KiB.
    public static SSTableOptions of(
            TableMetadata table, long expectedPartitions, long expectedRows, int level, long createdMillis) {
        var options = table.options();
        var compression = options.compression();
        var codec = switch (compression.algorithm()) {
            case NONE, NOOP -> BlockCodec.NONE;
            case LZ4 -> BlockCodec.LZ4;
            case SNAPPY -> BlockCodec.SNAPPY;
            case DEFLATE -> BlockCodec.DEFLATE;
            case ZSTD -> BlockCodec.ZSTD;
        };
        int compressionLevel = switch (codec) {
            case ZSTD -> compression.zstdLevel();
            case LZ4 -> compression.isLz4High() ? compression.lz4HighLevel() : 0;
            case NONE, SNAPPY, DEFLATE -> 0;
        };
        int blockBytes = Math.clamp(compression.chunkLengthKb() * 512L, 1, SSTableFormat.MAX_BLOCK_BYTES / 2);
        return new SSTableOptions(
                codec,
                compressionLevel,
                compression.minCompressRatio(),
                blockBytes,
                options.bloomFilterFpChance(),
                expectedPartitions,
                expectedRows,
                level,
                createdMillis);
    }

    /// With a filter that takes its share of the memory for the table's filters, where the table's `compaction`
    /// says
    /// `'filter_memory': 'by_size'`.
    ///
    /// @param share with all files at the same place
    public SSTableOptions sharing(TableMetadata table, FilterShare share) {
        var filterMemory = table.options().compaction().options().get("filter_memory");
        if (!"by_size".equals(filterMemory)) {
            return this;
        }
        return new SSTableOptions(
                compression,
                compressionLevel,
                minCompressRatio,
                blockBytes,
                share.chance(filterKeys(table)),
                expectedPartitions,
                expectedRows,
                level,
                createdMillis);
    }

    /// What is expected to come into the filter: partitions and, where there may be several of one, rows.
    long filterKeys(TableMetadata table) {
        return expectedPartitions + (holdsRows(table) ? expectedRows : 0);
    }

    static boolean holdsRows(TableMetadata table) {
        return !table.clustering().isEmpty() || table.hasStatics();
    }
}
