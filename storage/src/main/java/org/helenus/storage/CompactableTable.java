package org.helenus.storage;

import java.io.IOException;
import java.util.List;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.cache.BlockCache;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableWriter;

/// What a compaction asks of a table. Threads: any; who compacts which file is the scheduler's to order.
public interface CompactableTable {
    /// The table as it is now.
    TableMetadata metadata();

    /// The files that are live now, and what else holds rows of the table. The caller closes it.
    LiveSSTables liveSSTables();

    /// Starts a file in the table's directory, with a fresh id and the table's options as they are now. What it needs to
    /// know beforehand sizes its filter. Finished with [#cache].
    SSTableWriter newSSTable(long expectedPartitions, long expectedRows, int level) throws IOException;

    /// The cache that the table's files are opened with.
    BlockCache cache();

    /// Puts `outputs` in the place of `inputs`, by one edit of the manifest that is durable on return; a crash leaves
    /// the one or the other. Then the table owns the outputs' references, and the inputs' files go with their last reader.
    ///
    /// @throws IllegalStateException an input is not live, or the table was dropped or truncated: nothing was changed, the
    ///     outputs are still the caller's
    void replace(List<SSTable> inputs, List<SSTable> outputs) throws IOException;

    /// The live files of one moment; they stay open and on the disk until it is closed.
    interface LiveSSTables extends AutoCloseable {
        List<SSTable> sstables();

        /// The smallest write timestamp of what is in no file: memtables, those being flushed too, and the log as long as
        /// it is not replayed ([Long#MIN_VALUE] then); [Long#MAX_VALUE] when there is nothing. It was taken before the
        /// files were, so that a flush in between is counted twice rather than not at all.
        long minTimestampElsewhere();

        @Override
        void close();
    }
}
