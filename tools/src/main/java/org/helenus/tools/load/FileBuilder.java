package org.helenus.tools.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.helenus.compaction.OutputCuts;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.cache.BlockCache;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableId;
import org.helenus.storage.sstable.SSTableOptions;
import org.helenus.storage.sstable.SSTableWriter;

/// Writes the entries of a cursor to SSTables of one directory. Whoever calls releases the files. One thread.
final class FileBuilder {
    private final Disk disk;
    private final String directory;
    private final TableMetadata table;
    private final BlockCache cache;
    private final RandomGenerator random;
    private final long createdMillis;

    FileBuilder(
            Disk disk,
            String directory,
            TableMetadata table,
            BlockCache cache,
            RandomGenerator random,
            long createdMillis) {
        this.disk = disk;
        this.directory = directory;
        this.table = table;
        this.cache = cache;
        this.random = random;
        this.createdMillis = createdMillis;
    }

    /// One file without a filter, for a merge to read once.
    SSTable run(EntryCursor entries) throws IOException {
        var usual = SSTableOptions.of(table, 1, 1, 0, createdMillis);
        var options = new SSTableOptions(
                usual.compression(),
                usual.compressionLevel(),
                usual.minCompressRatio(),
                1 << 16,
                1,
                1,
                1,
                0,
                createdMillis);
        try (var writer = open(options)) {
            while (entries.next()) {
                writer.append(entries);
            }
            return writer.finish(cache);
        }
    }

    /// Files as the table's options want them.
    ///
    /// @param rows at most as many come
    List<SSTable> files(EntryCursor entries, OutputCuts cuts, long rows) throws IOException {
        var files = new ArrayList<SSTable>();
        var cutter = cuts.cutter();
        long left = rows;
        OptionalLong before = OptionalLong.empty();
        boolean more = entries.next();
        try {
            if (more) {
                cutter.cutsBefore(entries.key(), 0);
            }
            while (more) {
                // A filter that was made for too many keys is folded, so the first may be generous.
                long expected = before.isPresent() ? Math.min(left, before.getAsLong() * 5 / 4) : left;
                try (var writer = open(SSTableOptions.of(table, expected, expected, 0, createdMillis))) {
                    do {
                        writer.append(entries);
                        more = entries.next();
                    } while (more && !cutter.cutsBefore(entries.key(), writer.bytesWritten()));
                    before = OptionalLong.of(writer.rows());
                    left -= writer.rows();
                    files.add(writer.finish(cache));
                }
            }
            return files;
        } catch (IOException | RuntimeException e) {
            files.forEach(SSTable::release);
            throw e;
        }
    }

    private SSTableWriter open(SSTableOptions options) throws IOException {
        return SSTableWriter.create(disk, directory, SSTableId.random(random), table, options);
    }
}
