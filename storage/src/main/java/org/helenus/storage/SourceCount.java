package org.helenus.storage;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.merge.EntrySource;

/// How much lies in memtables that are to be flushed: what the filter of their file is sized by. The same row in two
/// of them counts twice.
record SourceCount(long partitions, long rows) {
    static SourceCount of(List<? extends EntrySource> sources) throws IOException {
        long partitions = 0;
        long rows = 0;
        for (var source : sources) {
            try (var cursor = source.scan(KeyRange.ALL, false, ReadMode.MAY_BLOCK)) {
                byte[] last = {};
                while (cursor.next()) {
                    byte[] key = cursor.key();
                    int prefix = last.length;
                    rows++;
                    if (prefix == 0 || cursor.keyLength() < prefix || !Arrays.equals(last, 0, prefix, key, 0, prefix)) {
                        last = Arrays.copyOf(key, RowKeyFormat.prefixLength(key, cursor.keyLength()));
                        partitions++;
                    }
                }
            }
        }
        return new SourceCount(partitions, rows);
    }
}
