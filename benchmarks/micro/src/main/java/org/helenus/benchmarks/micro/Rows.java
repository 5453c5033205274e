package org.helenus.benchmarks.micro;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.helenus.benchmarks.KeyValueWorkload;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.Mutation;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.encoding.MutationReader;
import org.helenus.storage.memtable.Memtable;

/// Entries of workload KV116 as the structures under test take them: mutations, row keys, filled memtables.
final class Rows {
    private static final TableMetadata TABLE = TableMetadata.builder(new TableId(new UUID(0, 116)), "micro", "kv")
            .partitionKey("k", NativeType.BLOB)
            .regular("v", NativeType.BLOB)
            .build();
    private static final KeyCodec KEYS = KeyCodec.of(TABLE);

    private Rows() {}

    private static byte[] key(long index) {
        byte[] key = new byte[KeyValueWorkload.KEY_BYTES];
        KeyValueWorkload.putKey(index, ByteBuffer.wrap(key));
        return key;
    }

    static byte[] rowKey(long index) {
        return KEYS.rowKey(KEYS.partitionPrefix(key(index)), List.of());
    }

    static byte[][] rowKeys(int count) {
        var keys = new byte[count][];
        for (int i = 0; i < count; i++) {
            keys[i] = rowKey(i);
        }
        return keys;
    }

    /// Mutations of one row each, entries `first … first + count − 1`.
    static Mutation[] mutations(long first, int count) {
        var mutations = new Mutation[count];
        byte[] value = new byte[KeyValueWorkload.VALUE_BYTES];
        for (int i = 0; i < count; i++) {
            // a writer shows the same mutation each time, so each has its own
            var writer = new MutationWriter();
            byte[] key = key(first + i);
            KeyValueWorkload.putValue(first + i, 0, ByteBuffer.wrap(value));
            writer.partition(TABLE, key, 0, key.length);
            writer.row(List.of());
            writer.marker(1, 0, 0);
            writer.cell(TABLE.regulars().getFirst().id(), 1, 0, 0, value, 0, value.length);
            mutations[i] = writer.finish();
        }
        return mutations;
    }

    static void apply(Mutation[] mutations, Memtable into) {
        var reader = new MutationReader();
        for (int i = 0; i < mutations.length; i++) {
            mutations[i].read(reader);
            while (reader.nextPartition()) {
                into.apply(reader, i);
            }
        }
    }
}
