package org.helenus.query.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.helenus.query.VirtualTable;
import org.helenus.query.row.RowSlots;
import org.helenus.query.row.SlotPlan;
import org.helenus.schema.PartitionKeys;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;

/// The rows of a virtual table, put under the keys that they would have in storage: so order, ranges and pages are
/// those of any table. Of two rows with one key the later one counts.
final class GeneratedRows implements RowSource {
    private final TreeMap<byte[], Generated> rows = new TreeMap<>(Arrays::compareUnsigned);
    private final TableMetadata table;

    private record Generated(byte[] wireKey, int partitionLength, byte[][] values) {}

    GeneratedRows(VirtualTable source, KeyCodec codec, List<byte[]> partitionKeys) {
        table = source.metadata();
        int keyColumns = table.partitionKey().size();
        int clusteringColumns = table.clustering().size();
        source.rows(partitionKeys, values -> {
            if (values.length != table.columns().size()) {
                throw new IllegalStateException(table + " told a row of " + values.length + " values");
            }
            byte[] wireKey = PartitionKeys.compose(Arrays.asList(values).subList(0, keyColumns));
            byte[] prefix = codec.partitionPrefix(wireKey);
            List<byte[]> clustering = Arrays.asList(values).subList(keyColumns, keyColumns + clusteringColumns);
            rows.put(
                    codec.rowKey(prefix, new ArrayList<>(clustering)),
                    new Generated(wireKey, prefix.length, values.clone()));
        });
        if (table.hasStatics()) {
            throw new InvalidRequest("virtual tables have no static columns");
        }
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public boolean get(byte[] key, SlotPlan plan, RowSlots into) {
        Generated row = rows.get(key);
        if (row == null) {
            return false;
        }
        plan.values(table.columns(), row.values(), into);
        return true;
    }

    @Override
    public Rows scan(KeyRange range, boolean reversed, SlotPlan plan) {
        var inRange = range.isEmpty()
                ? new TreeMap<byte[], Generated>(Arrays::compareUnsigned)
                : rows.subMap(range.start(), true, range.end(), false);
        var entries = (reversed ? inRange.descendingMap() : inRange).entrySet().iterator();
        return new Rows() {
            private Map.Entry<byte[], Generated> current;

            @Override
            public boolean next() {
                if (!entries.hasNext()) {
                    return false;
                }
                current = entries.next();
                return true;
            }

            @Override
            public byte[] key() {
                return current.getKey();
            }

            @Override
            public int keyLength() {
                return current.getKey().length;
            }

            @Override
            public int partitionLength() {
                return current.getValue().partitionLength();
            }

            @Override
            public boolean isStatic() {
                return false;
            }

            @Override
            public byte[] partitionKey() {
                return current.getValue().wireKey();
            }

            @Override
            public void fill(RowSlots into) {
                plan.values(table.columns(), current.getValue().values(), into);
            }

            @Override
            public long tombstonesSeen() {
                return 0;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
