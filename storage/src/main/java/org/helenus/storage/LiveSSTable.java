package org.helenus.storage;

import org.helenus.storage.sstable.SSTable;

/// A file and what of it lives.
///
/// @param sstable the file
/// @param firstToken of the rows that live, inclusive
/// @param lastToken of the rows that live, inclusive
/// @param level of leveled compaction
public record LiveSSTable(SSTable sstable, long firstToken, long lastToken, int level) {
    /// All of a file.
    public static LiveSSTable whole(SSTable sstable, int level) {
        return new LiveSSTable(sstable, Long.MIN_VALUE, Long.MAX_VALUE, level);
    }

    public boolean isWhole() {
        return firstToken == Long.MIN_VALUE && lastToken == Long.MAX_VALUE;
    }
}
