package org.helenus.storage.merge;

import java.io.IOException;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.encoding.RowKeyFormat;

/// One of the places that a table's rows lie in: a memtable at one published sequence, or an SSTable. Whoever holds it
/// has pinned it; it does not change. Any thread.
public interface EntrySource {
    /// The entries of a range. The caller closes the cursor.
    EntryCursor scan(KeyRange range, boolean reversed, ReadMode mode) throws IOException;

    /// Whether rows of the partition that a key begins with may lie here; no I/O. Says nothing about deletions.
    default boolean mayHoldPartition(byte[] key, int keyLength) {
        return true;
    }

    /// Hands the raw value of one row to `into`: once, or in pieces that must be merged, where a large row lies in
    /// several.
    ///
    /// @return whether there is an entry of this key
    boolean get(byte[] key, int keyLength, ReadMode mode, EntrySink into) throws IOException;

    /// Hands over the further entry of a large row that may hold an element: the last one of the column that
    /// begins at
    /// the element or before; once, or in pieces that must be merged.
    ///
    /// @param column where the column's entries begin
    /// @param element the key of an entry that begins with the element
    /// @return whether there is one; false also where it is known not to hold the element
    default boolean getRun(byte[] column, byte[] element, ReadMode mode, EntrySink into) throws IOException {
        var range = new KeyRange(column, RowKeyFormat.behind(element, element.length, 0));
        try (var back = scan(range, true, mode)) {
            boolean found = back.next();
            if (found) {
                into.accept(back.valueSegment(), back.valueOffset(), back.valueLength());
            }
            return found;
        }
    }

    /// All deletions of partitions and ranges that lie here.
    DeletionList deletions();

    /// Those deletions, or parts of them, that lie in a range.
    default DeletionList deletions(KeyRange range) {
        return deletions().clip(range);
    }

    /// At least those deletions that cover the key; cheaper than all of them where the source is large.
    default DeletionList deletionsNear(byte[] key, int keyLength) {
        return deletions();
    }

    /// No write here, of rows or deletions, has a smaller timestamp, in microseconds; [Long#MAX_VALUE] when empty.
    long minTimestamp();

    /// No write here, of rows or deletions, has a greater timestamp, in microseconds; [Long#MIN_VALUE] when empty.
    long maxTimestamp();
}
