package org.helenus.storage;

import java.util.List;

/// The live SSTables of a table at one moment, and what lies in memory beside them. Pinned: no file goes before
/// [#close].
public interface LiveSSTables extends AutoCloseable {
    /// Newest data first.
    List<LiveSSTable> all();

    /// The smallest write timestamp in the table's memtables, those of the moment of pinning and those of now,
    /// microseconds; [Long#MAX_VALUE] when they are empty. A tombstone newer than this may shadow something there.
    long minMemtableTimestamp();

    @Override
    void close();
}
