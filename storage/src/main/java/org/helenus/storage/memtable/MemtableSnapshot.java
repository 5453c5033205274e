package org.helenus.storage.memtable;

import org.helenus.storage.merge.EntrySource;

/// A memtable as one reader sees it: each partition in the state of one published write, whatever is written meanwhile.
/// Needs no closing; must not be used after the memtable is closed.
///
/// The state of a part of the token space is fixed when this snapshot first reads there.
public interface MemtableSnapshot extends EntrySource {
    /// The greatest log position of a write that this snapshot may have shown so far; ask after reading.
    /// [Long#MIN_VALUE] when none.
    long position();
}
