package org.helenus.storage.merge;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Entries of one source in key order, or in its reverse; each key once. One thread.
///
/// Key and value are given as places, so that a step makes no garbage. They stay where they are, unchanged, until the
/// next [#next] or [#close].
public interface EntryCursor extends AutoCloseable {
    /// Moves to the next entry.
    ///
    /// @return false: there is none
    boolean next() throws IOException;

    /// The row key is the first [#keyLength] bytes. The array may be another after each step; it is the cursor's.
    byte[] key();

    int keyLength();

    /// Where the row value lies: [#valueLength] bytes from [#valueOffset].
    MemorySegment valueSegment();

    long valueOffset();

    int valueLength();

    @Override
    void close() throws IOException;
}
