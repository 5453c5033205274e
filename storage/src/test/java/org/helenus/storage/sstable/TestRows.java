package org.helenus.storage.sstable;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.option.TableOptions;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.encoding.RowWriter;
import org.helenus.storage.merge.DeletionList;

/// Tables and rows to fill files with.
final class TestRows {
    static final int VALUE_COLUMN = 3;

    private TestRows() {}

    /// `CREATE TABLE ks.narrow (k blob PRIMARY KEY, v blob)`, the columns' ids being 0 and 3.
    static TableMetadata narrow() {
        return TableMetadata.builder(new TableId(new UUID(7, 1)), "ks", "narrow")
                .partitionKey("k", NativeType.BLOB)
                .nextColumnId(VALUE_COLUMN)
                .regular("v", NativeType.BLOB)
                .options(TableOptions.DEFAULTS)
                .build();
    }

    /// `CREATE TABLE ks.wide (k blob, c text, d blob, v blob, PRIMARY KEY (k, c, d))` with `d` descending.
    static TableMetadata wide() {
        return TableMetadata.builder(new TableId(new UUID(7, 2)), "ks", "wide")
                .partitionKey("k", NativeType.BLOB)
                .clustering("c", NativeType.TEXT)
                .clustering("d", NativeType.BLOB, true)
                .regular("v", NativeType.BLOB)
                .build();
    }

    static byte[] bytes(RandomGenerator random, int most) {
        var bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = random.nextInt(3) == 0 ? (byte) (random.nextInt(3) - 1) : bytes[i];
        }
        return bytes;
    }

    static byte[] text(RandomGenerator random, int most) {
        var text = new byte[random.nextInt(most + 1)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) ('a' + random.nextInt(3));
        }
        return text;
    }

    /// A row with one cell.
    static byte[] row(byte[] value, long timestamp) {
        var out = new ByteWriter();
        var writer = new RowWriter();
        writer.reset(out);
        writer.marker(timestamp, 0, 0);
        writer.cell(VALUE_COLUMN, timestamp, 0, 0, value, 0, value.length);
        writer.finish();
        return out.toArray();
    }

    /// Row keys of few or many partitions, with values of all lengths.
    static TreeMap<byte[], byte[]> rows(RandomGenerator random, TableMetadata table, int count) {
        var rows = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
        var keys = KeyCodec.of(table);
        boolean wide = !table.clustering().isEmpty();
        int partitions = wide ? random.nextInt(1, 5) : count;
        var prefixes = new byte[partitions][];
        Arrays.setAll(prefixes, i -> keys.partitionPrefix(bytes(random, 12)));
        for (int i = 0; i < count; i++) {
            byte[] prefix = prefixes[random.nextInt(partitions)];
            byte[] key = wide && random.nextInt(50) == 0
                    ? keys.staticKey(prefix)
                    : keys.rowKey(prefix, wide ? List.of(text(random, 10), bytes(random, 6)) : List.of());
            int most = random.nextInt(200) == 0 ? 40_000 : random.nextInt(10) == 0 ? 400 : 20;
            rows.put(key, row(bytes(random, most), random.nextLong(1000)));
        }
        return rows;
    }

    static DeletionList deletions(RandomGenerator random, TreeMap<byte[], byte[]> rows, int count) {
        var deletions = DeletionList.EMPTY;
        var keys = rows.keySet().toArray(new byte[0][]);
        for (int i = 0; i < count; i++) {
            byte[] a = place(random, keys);
            byte[] b = place(random, keys);
            boolean inOrder = Arrays.compareUnsigned(a, b) < 0;
            deletions =
                    deletions.add(inOrder ? a : b, inOrder ? b : a, random.nextLong(1000), 1 + random.nextInt(1000));
        }
        return deletions;
    }

    /// At a row, or anywhere on the ring, before the first and after the last too.
    private static byte[] place(RandomGenerator random, byte[][] keys) {
        byte[] key = keys[random.nextInt(keys.length)].clone();
        if (random.nextInt(4) == 0) {
            key[0] = (byte) random.nextInt();
        }
        return key;
    }

    static void write(SSTableWriter writer, Map<byte[], byte[]> rows) throws java.io.IOException {
        for (var row : rows.entrySet()) {
            byte[] value = row.getValue();
            writer.append(row.getKey(), row.getKey().length, MemorySegment.ofArray(value), 0, value.length);
        }
    }
}
