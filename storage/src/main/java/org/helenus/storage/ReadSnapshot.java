package org.helenus.storage;

import java.io.IOException;

/// One isolated state of a table: the writes published when it was taken, and a pinned set of SSTables. Later writes,
/// flushes and compactions do not change it. Cheap; close it always, one thread at a time.
public interface ReadSnapshot extends AutoCloseable {
    /// An answer from this snapshot must not leave before [StorageEngine#durablePosition()] has reached this; 0
    /// where the commit log does not make answers wait.
    long position();

    /// Reads one row.
    ///
    /// @param key its row key, the first `keyLength` bytes
    /// @param wanted columns that the caller will look at
    /// @param nowSeconds what expiry is judged by
    /// @param into receives the row; valid until it is used again or the snapshot is closed
    /// @return whether a live row is there
    boolean get(byte[] key, int keyLength, ColumnSet wanted, long nowSeconds, RowView into) throws IOException;

    /// The live rows of a range.
    RowCursor scan(KeyRange range, boolean reversed, ColumnSet wanted, long nowSeconds) throws IOException;

    @Override
    void close();
}
