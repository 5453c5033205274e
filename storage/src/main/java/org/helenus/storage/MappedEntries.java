package org.helenus.storage;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Map;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowWriter;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.merge.EntrySource;
import org.helenus.storage.sstable.SSTableWriter;

/// Writes the entries of a file with the column ids of another table ([ColumnMapping]). The further entries of a large
/// row have the column's id in their keys, so they may come in another order than they lie in: they are fetched column
/// by column when their row is met. One thread.
final class MappedEntries {
    private final ColumnMapping mapping;
    private final SSTableWriter writer;
    private final RowReader reader = new RowReader();
    private final RowWriter rowWriter = new RowWriter();
    private final ByteWriter out = new ByteWriter(512);

    MappedEntries(ColumnMapping mapping, SSTableWriter writer) {
        this.mapping = mapping;
        this.writer = writer;
    }

    /// Writes the entry that a cursor stands on, and all that continue its row.
    ///
    /// @param file what the cursor goes over
    void entry(EntryCursor cursor, EntrySource file) throws IOException {
        load(cursor);
        if (reader.isContinuation()) {
            return; // written with its row
        }
        boolean isContinued = reader.isContinued();
        byte[] key = Arrays.copyOf(cursor.key(), cursor.keyLength());
        if (write(key) && isContinued) {
            for (Map.Entry<Integer, Integer> column : mapping.inOrder()) {
                elements(key, column.getValue(), column.getKey(), file);
            }
        }
    }

    private void load(EntryCursor cursor) {
        byte[] value = new byte[cursor.valueLength()];
        MemorySegment.copy(cursor.valueSegment(), ValueLayout.JAVA_BYTE, cursor.valueOffset(), value, 0, value.length);
        reader.reset(value, 0, value.length);
    }

    /// Writes what was loaded; whether anything was left of it.
    private boolean write(byte[] key) throws IOException {
        out.reset();
        boolean any = mapping.write(reader, rowWriter, out);
        if (any) {
            writer.append(key, key.length, MemorySegment.ofArray(out.array()), 0, out.length());
        }
        return any;
    }

    private void elements(byte[] rowKey, int column, int target, EntrySource file) throws IOException {
        var range = new KeyRange(
                RowKeyFormat.continuation(rowKey, rowKey.length, column, new byte[0]),
                RowKeyFormat.continuation(rowKey, rowKey.length, column + 1, new byte[0]));
        try (var cursor = file.scan(range, false, ReadMode.MAY_BLOCK)) {
            while (cursor.next()) {
                load(cursor);
                byte[] key = Arrays.copyOf(cursor.key(), cursor.keyLength());
                byte[] path = Arrays.copyOfRange(key, rowKey.length + RowKeyFormat.CONTINUATION_BYTES, key.length);
                write(RowKeyFormat.continuation(rowKey, rowKey.length, target, path));
            }
        }
    }
}
