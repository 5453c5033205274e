package org.helenus.tools.sstable;

import java.util.List;
import java.util.Optional;
import org.helenus.storage.ClusteringBound;
import org.helenus.storage.encoding.RowReader;

/// Takes what an SSTable holds, in its order: `partition { row { cells } | deletion bounds } endPartition`, then `end`.
/// A position is the number of bytes of keys and values before.
interface DumpSink {
    /// @param timestamp microseconds
    /// @param seconds since 1970
    record Deletion(long timestamp, long seconds) {}

    void partition(List<byte[]> key, long position, Optional<Deletion> deletion);

    /// Begins a row.
    ///
    /// @param clustering a null element is a null component; nothing for the static row
    /// @param row its head; the cells come with [#cells]
    void row(boolean isStatic, byte[][] clustering, long position, RowReader row);

    /// Some, or all, of the row's cells.
    void cells(RowReader row);

    void endRow();

    /// Where a deletion of a range begins.
    void deletionStart(ClusteringBound bound, Deletion deletion);

    void deletionEnd(ClusteringBound bound, Deletion deletion);

    void endPartition();

    void end();
}
