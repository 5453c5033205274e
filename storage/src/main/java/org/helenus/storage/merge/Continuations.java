package org.helenus.storage.merge;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.helenus.storage.encoding.RowReader;

/// Where in the key of a row's further entry the row's key ends: the entry's first cell says.
public final class Continuations {
    private Continuations() {}

    /// Of the further entry that a cursor stands on.
    public static int rowKeyLength(EntryCursor cursor) {
        return rowKeyLength(cursor.keyLength(), cursor.valueSegment(), cursor.valueOffset(), cursor.valueLength());
    }

    /// Of one whose value lies in `length` bytes from `offset` of `segment`.
    public static int rowKeyLength(int keyLength, MemorySegment segment, long offset, int length) {
        byte[] start = new byte[Math.min(length, RowReader.FIRST_CELL_BYTES)];
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, start, 0, start.length);
        return RowReader.rowKeyLength(keyLength, start);
    }
}
