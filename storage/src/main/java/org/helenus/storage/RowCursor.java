package org.helenus.storage;

import java.io.IOException;

/// Live rows in key order, or in its reverse; static rows are rows of their section. One thread.
public interface RowCursor extends AutoCloseable {
    /// Moves to the next live row.
    ///
    /// @return false: there is none
    boolean next() throws IOException;

    /// The row that the cursor stands on; the same object each time, valid until [#next] or [#close].
    RowView row();

    /// Deletions and expired cells met so far, for the warnings about tombstones.
    long tombstonesSeen();

    @Override
    void close();
}
