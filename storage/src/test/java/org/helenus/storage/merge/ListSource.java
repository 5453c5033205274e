package org.helenus.storage.merge;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.helenus.storage.KeyRange;
import org.helenus.storage.NotInMemoryException;
import org.helenus.storage.ReadMode;
import org.helenus.storage.encoding.RowReader;

/// A source of rows in a sorted map. Counts what is asked of it, and can lack its blocks.
final class ListSource implements EntrySource {
    final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    DeletionList deletions = DeletionList.EMPTY;
    boolean inMemory = true;
    int gets;
    int scans;
    int open;

    @Override
    public EntryCursor scan(KeyRange range, boolean reversed, ReadMode mode) {
        var part = range.isEmpty()
                ? new TreeMap<byte[], byte[]>(Arrays::compareUnsigned)
                : rows.subMap(range.start(), true, range.end(), false);
        open++;
        scans++;
        Iterator<Map.Entry<byte[], byte[]>> entries =
                (reversed ? part.descendingMap() : part).entrySet().iterator();
        return new EntryCursor() {
            private byte[] key = new byte[0];

            @Override
            public boolean next() {
                if (!inMemory && mode == ReadMode.MEMORY_ONLY) {
                    throw NotInMemoryException.INSTANCE;
                }
                Arrays.fill(key, (byte) 0xEE);
                if (!entries.hasNext()) {
                    return false;
                }
                var entry = entries.next();
                // longer than what it holds, and reused, as real cursors' arrays are
                key = Arrays.copyOf(entry.getKey(), entry.getKey().length + 2);
                byte[] value = entry.getValue();
                standOn(key, key.length - 2);
                standOnValue(MemorySegment.ofArray(value), 0, value.length);
                return true;
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    @Override
    public boolean mayHoldPartition(byte[] key, int keyLength) {
        byte[] token = Arrays.copyOf(key, 8);
        return rows.keySet().stream().anyMatch(row -> Arrays.mismatch(row, token) == 8);
    }

    @Override
    public boolean get(byte[] key, int keyLength, ReadMode mode, EntrySink into) {
        gets++;
        if (!inMemory && mode == ReadMode.MEMORY_ONLY) {
            throw NotInMemoryException.INSTANCE;
        }
        byte[] value = rows.get(Arrays.copyOf(key, keyLength));
        if (value == null) {
            return false;
        }
        into.accept(MemorySegment.ofArray(value), 0, value.length);
        return true;
    }

    @Override
    public DeletionList deletions() {
        return deletions;
    }

    @Override
    public long minTimestamp() {
        throw new UnsupportedOperationException("no reader asks");
    }

    @Override
    public long maxTimestamp() {
        long greatest = deletions.maxTimestamp();
        var row = new RowReader();
        for (byte[] value : rows.values()) {
            row.reset(value, 0, value.length);
            greatest = row.hasMarker() ? Math.max(greatest, row.markerTimestamp()) : greatest;
            greatest = Math.max(greatest, row.deletionTimestamp());
            while (row.nextCell()) {
                greatest = Math.max(greatest, row.timestamp());
            }
        }
        return greatest;
    }
}
