package org.helenus.storage;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.encoding.RowSplit;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableOptions;
import org.helenus.storage.sstable.SSTableWriter;

/// One table of an engine. Threads: any.
public interface TableStore {
    /// As it is now; ask again for each statement.
    TableMetadata metadata();

    default TableId id() {
        return metadata().id();
    }

    /// One isolated state to read from. The caller closes it.
    ReadSnapshot snapshot(ReadMode mode);

    /// Who reads before it writes queues here.
    PartitionLatch latch();

    /// The live SSTables, pinned until the caller closes them.
    LiveSSTables sstables();

    /// How often it is read and written.
    TableActivity activity();

    /// Bytes that the table's memtables take.
    long memtableBytes();

    /// About how many partitions its memtables hold rows of; rather too many than too few.
    long memtablePartitions();

    /// About how many cells its memtables hold, deleted ones too: those of some rows are counted.
    long memtableCells();

    /// How many of its memtables wait for their flush, or are in it.
    long pendingFlushes();

    /// Free space where its files lie, in bytes.
    long freeDiskBytes() throws IOException;

    /// When a row in a file continues in further entries.
    RowSplit rowSplit();

    /// Starts an SSTable in the table's directory, for a compaction. Its id is new.
    SSTableWriter newSSTable(SSTableOptions options) throws IOException;

    /// Completes what [#newSSTable] started. The caller holds the one reference until [#replace] takes it.
    SSTable finish(SSTableWriter writer) throws IOException;

    /// Puts `added` in the place of `removed`, durably and at once for every reader. The files removed are deleted
    /// when nobody reads them any more. The references of `added` go over to the table, also when it throws.
    ///
    /// @return false: one of `removed` does not live any more (the table was truncated or dropped, or somebody
    ///     else was faster); nothing was changed and the added files are deleted
    boolean replace(Collection<SSTable> removed, Collection<LiveSSTable> added) throws IOException;

    /// Adds files of elsewhere, durably and at once for every reader, in the levels that `placement` gives them.
    /// The
    /// references go over to the table, also when it throws.
    ///
    /// @return false: the table is dropped; the files are deleted
    boolean add(List<LiveSSTable> files, Placement placement) throws IOException;
}
