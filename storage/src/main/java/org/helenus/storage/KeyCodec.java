package org.helenus.storage;

import java.util.Arrays;
import java.util.List;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.PartitionKeys;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.OrderedReader;
import org.helenus.storage.encoding.ByteReader;
import org.helenus.storage.encoding.MalformedBytesException;
import org.helenus.storage.encoding.RowKeyFormat;

/// Row keys of one table, there and back: see [RowKeyFormat] for the bytes. A `prefix` is what [#partitionPrefix]
/// gives. In lists of clustering values a `null` element is a null component. Immutable; any thread.
public final class KeyCodec {
    private final TableMetadata table;
    private final CqlType[] types;
    private final boolean[] descending;
    private final boolean lossless;

    private KeyCodec(TableMetadata table) {
        this.table = table;
        List<ColumnMetadata> clustering = table.clustering();
        types = new CqlType[clustering.size()];
        descending = new boolean[clustering.size()];
        boolean all = true;
        for (int i = 0; i < types.length; i++) {
            types[i] = clustering.get(i).type();
            descending[i] = clustering.get(i).descending();
            all &= types[i].orderedIsLossless();
        }
        lossless = all;
    }

    public static KeyCodec of(TableMetadata table) {
        return new KeyCodec(table);
    }

    public TableMetadata table() {
        return table;
    }

    /// The prefix of a partition, from the wire bytes of its key.
    public byte[] partitionPrefix(byte[] wireKey) {
        var out = new ByteWriter(2 * wireKey.length + 12);
        RowKeyFormat.writePrefix(wireKey, 0, wireKey.length, out);
        return out.toArray();
    }

    /// Everything of a partition: static row and rows.
    public KeyRange partition(byte[] prefix) {
        return new KeyRange(prefix, partitionEnd(prefix));
    }

    public byte[] staticKey(byte[] prefix) {
        return with(prefix, RowKeyFormat.SECTION_STATIC);
    }

    /// The key of a row.
    ///
    /// @param clustering a value for each clustering column
    public byte[] rowKey(byte[] prefix, List<byte[]> clustering) {
        if (clustering.size() != types.length) {
            throw new IllegalArgumentException(
                    clustering.size() + " clustering values for " + types.length + " columns");
        }
        return key(prefix, clustering, RowKeyFormat.ROW_END);
    }

    /// Before every row that begins with these clustering values, in key order; none: before all rows.
    public byte[] before(byte[] prefix, List<byte[]> clusteringPrefix) {
        return key(prefix, clusteringPrefix, RowKeyFormat.BELOW);
    }

    /// After every row that begins with these clustering values, in key order.
    public byte[] after(byte[] prefix, List<byte[]> clusteringPrefix) {
        return key(prefix, clusteringPrefix, RowKeyFormat.ABOVE);
    }

    private byte[] key(byte[] prefix, List<byte[]> values, int last) {
        if (values.isEmpty()) {
            byte[] key = Arrays.copyOf(prefix, prefix.length + 2);
            key[prefix.length] = (byte) RowKeyFormat.SECTION_ROWS;
            key[prefix.length + 1] = (byte) last;
            return key;
        }
        var out = new ByteWriter(prefix.length + 64);
        out.bytes(prefix);
        out.u8(RowKeyFormat.SECTION_ROWS);
        for (int i = 0; i < values.size(); i++) {
            byte[] value = values.get(i);
            writeComponent(i, value == null ? EMPTY : value, 0, value == null ? -1 : value.length, out);
        }
        out.u8(last);
        return out.toArray();
    }

    private static final byte[] EMPTY = {};

    /// Appends one clustering component; a length of −1 is null.
    void writeComponent(int index, byte[] array, int offset, int length, ByteWriter out) {
        boolean down = descending[index];
        if (length < 0) {
            out.u8(RowKeyFormat.NULL);
        } else if (length == 0) {
            out.u8(down ? RowKeyFormat.DESCENDING_EMPTY : RowKeyFormat.EMPTY);
        } else {
            out.u8(down ? RowKeyFormat.DESCENDING_VALUE : RowKeyFormat.VALUE);
            int from = out.length();
            types[index].writeOrdered(array, offset, length, out);
            if (down) {
                out.complement(from);
            }
        }
    }

    int clusteringCount() {
        return types.length;
    }

    /// Whether every clustering can be had back from its key alone.
    boolean isLossless() {
        return lossless;
    }

    /// Whether the bytes of this value differ from those that its key gives back.
    boolean differsFromKey(int index, byte[] array, int offset, int length) {
        if (length <= 0 || types[index].orderedIsLossless()) {
            return false;
        }
        var ordered = new ByteWriter(length + 16);
        types[index].writeOrdered(array, offset, length, ordered);
        byte[] back = types[index].readOrdered(new OrderedReader(ordered.array(), 0, ordered.length()));
        return !Arrays.equals(back, 0, back.length, array, offset, offset + length);
    }

    /// After the static row, before the first row.
    public byte[] rowsStart(byte[] prefix) {
        return with(prefix, RowKeyFormat.SECTION_ROWS);
    }

    /// After the last row.
    public byte[] rowsEnd(byte[] prefix) {
        return with(prefix, RowKeyFormat.ROWS_END);
    }

    /// After everything of the partition.
    public byte[] partitionEnd(byte[] prefix) {
        return with(prefix, RowKeyFormat.PARTITION_END);
    }

    private static byte[] with(byte[] prefix, int last) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + 1);
        key[prefix.length] = (byte) last;
        return key;
    }

    /// Before all partitions of a token.
    public byte[] tokenStart(long token) {
        var out = new ByteWriter(RowKeyFormat.TOKEN_BYTES);
        out.i64(token ^ Long.MIN_VALUE);
        return out.toArray();
    }

    /// After all partitions of a token.
    public byte[] tokenEnd(long token) {
        return token == Long.MAX_VALUE ? KeyRange.ALL.end() : tokenStart(token + 1);
    }

    /// The clustering values of a row, as they were written; a null component gives a null element. Nothing for a
    /// static row.
    ///
    /// @param into room for each clustering column
    public void clustering(RowView row, byte[][] into) {
        if (row.isStatic()) {
            return;
        }
        if (row.originalClusteringLength() > 0) {
            original(row, into);
            return;
        }
        clustering(row.key(), row.keyLength(), row.partitionLength(), into);
    }

    /// The clustering values that a key holds: the canonical ones where several are equal.
    ///
    /// @param partitionLength bytes of the key that name the partition
    public void clustering(byte[] key, int keyLength, int partitionLength, byte[][] into) {
        var in = new OrderedReader(key, partitionLength + 1, keyLength);
        for (int i = 0; i < types.length; i++) {
            if (in.position >= keyLength) {
                throw new MalformedBytesException("a row key that ends after " + i + " clustering values");
            }
            int marker = key[in.position++] & 0xFF;
            if (marker == RowKeyFormat.NULL) {
                into[i] = null;
            } else if (marker == (descending[i] ? RowKeyFormat.DESCENDING_EMPTY : RowKeyFormat.EMPTY)) {
                into[i] = EMPTY;
            } else if (marker == (descending[i] ? RowKeyFormat.DESCENDING_VALUE : RowKeyFormat.VALUE)) {
                in.descending(descending[i]);
                into[i] = types[i].readOrdered(in);
            } else {
                throw new MalformedBytesException("clustering marker " + Integer.toHexString(marker));
            }
        }
    }

    private void original(RowView row, byte[][] into) {
        var in = new ByteReader(row.array(), row.originalClusteringOffset(), row.originalClusteringLength());
        for (int i = 0; i < types.length; i++) {
            int counted = in.smallVInt(Integer.MAX_VALUE);
            into[i] = counted == 0 ? null : in.bytes(counted - 1);
        }
    }

    /// Wire bytes of each partition key column.
    public List<byte[]> partitionKeyComponents(RowView row) {
        return PartitionKeys.split(row.partitionKey(), table.partitionKey().size());
    }
}
