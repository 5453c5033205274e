package org.helenus.storage.sstable;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.encoding.MalformedBytesException;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.merge.Continuations;
import org.helenus.storage.merge.EntryCursor;

/// Reads a whole file and checks what the format promises beyond its checksums: keys in order, each where the index
/// looks for it and known to the filter, as many as the statistics say, and the further entries of a row behind it.
final class Verification {
    private final SSTable table;

    Verification(SSTable table) {
        this.table = table;
    }

    long run() throws IOException {
        double chance = table.crcCheckChance();
        table.crcCheckChance(1);
        try {
            return check();
        } finally {
            table.crcCheckChance(chance);
        }
    }

    private long check() throws IOException {
        long rows = 0;
        byte[] last = {};
        byte[] row = {};
        boolean continued = false;
        try (var cursor = table.sequential().scan(KeyRange.ALL, false, ReadMode.MAY_BLOCK)) {
            while (cursor.next()) {
                byte[] key = Arrays.copyOf(cursor.key(), cursor.keyLength());
                if (Arrays.compareUnsigned(last, key) >= 0) {
                    throw corrupt(key, "keys out of order");
                }
                if (RowReader.isContinuation(firstByte(cursor))) {
                    int length = rowKeyLength(cursor);
                    if (!continued || length != row.length || !Arrays.equals(key, 0, length, row, 0, length)) {
                        throw corrupt(key, "a further entry of a row without the row");
                    }
                    last = key;
                    continue;
                }
                continued = RowReader.isContinued(firstByte(cursor));
                row = key;
                if (!table.mayHold(key, key.length)) {
                    throw corrupt(key, "a row that the filter does not know");
                }
                last = key;
                rows++;
            }
        }
        if (rows != table.statistics().rows()) {
            throw corrupt(
                    last,
                    rows + " rows where the statistics say "
                            + table.statistics().rows());
        }
        return rows;
    }

    private static byte firstByte(EntryCursor cursor) {
        return cursor.valueSegment().get(ValueLayout.JAVA_BYTE, cursor.valueOffset());
    }

    private int rowKeyLength(EntryCursor cursor) throws CorruptSSTableException {
        try {
            return Continuations.rowKeyLength(cursor);
        } catch (MalformedBytesException e) {
            throw corrupt(Arrays.copyOf(cursor.key(), cursor.keyLength()), e.getMessage());
        }
    }

    private CorruptSSTableException corrupt(byte[] key, String what) {
        int block = Math.max(0, table.index().find(key, key.length));
        return new CorruptSSTableException(table.path(), table.index().blockOffset(block), what);
    }
}
