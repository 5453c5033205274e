package org.helenus.compaction;

import java.util.List;
import java.util.Optional;
import org.helenus.storage.sstable.SSTableId;

/// Why deletions and expired values of a file are still in it, each counted at each holder that it has.
///
/// @param path of the file
/// @param deletions of cells, rows, partitions and ranges, and values that have expired
/// @param free those that a merge of this file alone would drop now
/// @param withinGrace those that gc grace has not passed for
/// @param graceSeconds of the table; empty when its options keep all deletions for ever
/// @param lastGraceSeconds when the last of them was made, since 1970; 0 when there is none
/// @param holders who may have something older that a deletion hides; the memtable first, then files, the oldest
///     first
public record PurgeExplanation(
        String path,
        long deletions,
        long free,
        long withinGrace,
        Optional<Long> graceSeconds,
        long lastGraceSeconds,
        List<Holder> holders) {
    public PurgeExplanation {
        holders = List.copyOf(holders);
    }

    /// Somebody who holds deletions back.
    ///
    /// @param file empty: what is in no file yet
    /// @param path of the file; empty without one
    /// @param oldestWrite there, microseconds: newer deletions may hide it
    /// @param deletions that are held
    /// @param firstKey the least key that one of them is for, a row's or the start of a range
    /// @param lastKey the greatest
    /// @param oldest timestamp of a deletion that is held, microseconds
    /// @param newest likewise
    public record Holder(
            Optional<SSTableId> file,
            String path,
            long oldestWrite,
            long deletions,
            byte[] firstKey,
            byte[] lastKey,
            long oldest,
            long newest) {}
}
