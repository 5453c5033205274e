package org.helenus.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.memtable.Memtable;

/// How many cells a memtable holds. Those of its first rows are counted, and the others are taken to be like them: rows
/// lie in the order of hashes, and writers should not pay for a figure that is seldom asked for.
final class MemtableCells {
    private static final int COUNTED_ROWS = 1000;

    private MemtableCells() {}

    /// Exact for so many rows as are counted. The memtable must not be closed meanwhile.
    static long of(Memtable memtable) {
        long all = memtable.rows();
        long rows = 0;
        long cells = 0;
        var reader = new RowReader();
        try (var snapshot = memtable.snapshot();
                var cursor = snapshot.scan(KeyRange.ALL, false, ReadMode.MEMORY_ONLY)) {
            while (rows < COUNTED_ROWS && cursor.next()) {
                byte[] row = cursor.valueSegment()
                        .asSlice(cursor.valueOffset(), cursor.valueLength())
                        .toArray(ValueLayout.JAVA_BYTE);
                reader.reset(row, 0, row.length);
                while (reader.nextCell()) {
                    cells += reader.isComplexDeletion() ? 0 : 1;
                }
                rows++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is read from a disk
        }
        return rows < COUNTED_ROWS ? cells : Math.round((double) cells / rows * all);
    }
}
