package org.helenus.storage;

import java.util.Arrays;
import java.util.List;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.encoding.MutationFormat;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowWriter;
import org.helenus.storage.merge.RowMerger;

/// Encodes a write once, to the bytes that the commit log stores and the memtable keeps: see [MutationFormat].
///
/// Calls come as `partition { staticRow | row { marker | deleteRow | cells } | deletePartition | deleteRange }`. Cells
/// of a row come by column id, in a column its [#complexDeletion] first, then by path; a path is the order-preserving
/// form of what it names, compared as unsigned bytes. The same row or partition may come again. Reusable; one thread.
///
/// Timestamps are microseconds, times epoch seconds; a TTL of 0 is none.
public final class MutationWriter {
    private static final byte[] NOTHING = {};

    private ByteWriter out = new ByteWriter(512);
    private ByteWriter value = new ByteWriter(512);
    private final ByteWriter original = new ByteWriter(32);
    private final RowWriter row = new RowWriter();
    private final Mutation mutation = new Mutation(NOTHING, 0, 0);
    private KeyCodec codec;
    private int partitionStart;
    private int prefixStart;
    private int prefixLength;
    private int rowStart;
    private boolean inPartition;
    private boolean inRow;
    private boolean anything;

    public MutationWriter() {
        reset();
    }

    public void reset() {
        out = RowMerger.emptied(out);
        value = RowMerger.emptied(value);
        out.u8(MutationFormat.VERSION);
        inPartition = false;
        inRow = false;
        anything = false;
    }

    /// Begins a partition.
    ///
    /// @param key wire bytes of its key
    public void partition(TableMetadata table, byte[] key, int offset, int length) {
        endPartition();
        useCodecOf(table);
        partitionStart = out.length();
        out.i32(0);
        out.i64(table.id().uuid().getMostSignificantBits());
        out.i64(table.id().uuid().getLeastSignificantBits());
        value.reset();
        RowKeyFormat.writePrefix(key, offset, length, value);
        prefixLength = value.length();
        out.unsignedVInt(prefixLength);
        prefixStart = out.length();
        out.bytes(value.array(), 0, prefixLength);
        inPartition = true;
    }

    @SuppressWarnings("ReferenceEquality") // only spares making a codec again
    private void useCodecOf(TableMetadata table) {
        if (codec == null || codec.table() != table) {
            codec = KeyCodec.of(table);
        }
    }

    private void endPartition() {
        endRow();
        if (inPartition) {
            inPartition = false;
            int entriesStart = prefixStart + prefixLength;
            if (out.length() == entriesStart) {
                out.truncate(partitionStart);
            } else {
                out.setI32(partitionStart, out.length() - partitionStart - 4);
                anything = true;
            }
        }
    }

    private void beginRow(int section) {
        endRow();
        if (!inPartition) {
            throw new IllegalStateException("a row before its partition");
        }
        inRow = true;
        rowStart = out.length();
        value.reset();
        row.reset(value);
        out.u8(MutationFormat.ROW);
        // the key goes through the original's buffer, because its length comes first
        original.reset();
        original.u8(section);
    }

    private void endKey() {
        out.unsignedVInt(original.length());
        out.bytes(original.array(), 0, original.length());
    }

    private void endRow() {
        if (!inRow) {
            return;
        }
        inRow = false;
        if (row.finish()) {
            out.unsignedVInt(value.length());
            out.bytes(value.array(), 0, value.length());
        } else {
            out.truncate(rowStart);
        }
    }

    /// Begins the partition's static row.
    public void staticRow() {
        beginRow(RowKeyFormat.SECTION_STATIC);
        endKey();
    }

    /// Begins a row.
    ///
    /// @param clustering a value for each clustering column; a null element is a null component
    public void row(List<byte[]> clustering) {
        checkCount(clustering.size());
        beginRow(RowKeyFormat.SECTION_ROWS);
        boolean differs = false;
        for (int i = 0; i < clustering.size(); i++) {
            byte[] component = clustering.get(i);
            byte[] bytes = component == null ? NOTHING : component;
            int length = component == null ? -1 : component.length;
            codec.writeComponent(i, bytes, 0, length, original);
            differs |= codec.differsFromKey(i, bytes, 0, length);
        }
        original.u8(RowKeyFormat.ROW_END);
        endKey();
        if (differs) {
            original.reset();
            for (byte[] component : clustering) {
                original(component == null ? NOTHING : component, 0, component == null ? -1 : component.length);
            }
            row.clustering(original.array(), 0, original.length());
        }
    }

    /// Begins a row.
    ///
    /// @param offsets,lengths where in `array` the value of each clustering column lies; a length of −1 is null
    public void row(byte[] array, int[] offsets, int[] lengths) {
        checkCount(codec == null ? -1 : Math.min(offsets.length, codec.clusteringCount()));
        beginRow(RowKeyFormat.SECTION_ROWS);
        int count = codec.clusteringCount();
        boolean differs = false;
        for (int i = 0; i < count; i++) {
            codec.writeComponent(i, array, offsets[i], lengths[i], original);
            differs |= codec.differsFromKey(i, array, offsets[i], lengths[i]);
        }
        original.u8(RowKeyFormat.ROW_END);
        endKey();
        if (differs) {
            original.reset();
            for (int i = 0; i < count; i++) {
                original(array, offsets[i], lengths[i]);
            }
            row.clustering(original.array(), 0, original.length());
        }
    }

    private void checkCount(int count) {
        if (codec == null || count != codec.clusteringCount()) {
            throw new IllegalArgumentException(count + " clustering values");
        }
    }

    private void original(byte[] array, int offset, int length) {
        original.unsignedVInt(length + 1);
        if (length > 0) {
            original.bytes(array, offset, length);
        }
    }

    /// The row exists by itself, as INSERT makes it.
    public void marker(long timestamp, int ttl, long expirySeconds) {
        needRow();
        row.marker(timestamp, ttl, expirySeconds);
    }

    public void deleteRow(long timestamp, long deletionSeconds) {
        needRow();
        row.deletion(timestamp, deletionSeconds);
    }

    public void cell(int columnId, long timestamp, int ttl, long expirySeconds, byte[] array, int offset, int length) {
        needRow();
        row.cell(columnId, timestamp, ttl, expirySeconds, array, offset, length);
    }

    public void tombstone(int columnId, long timestamp, long deletionSeconds) {
        needRow();
        row.tombstone(columnId, timestamp, deletionSeconds);
    }

    public void pathCell(int columnId, byte[] path, long timestamp, int ttl, long expirySeconds, byte[] cellValue) {
        needRow();
        row.pathCell(columnId, path, 0, path.length, timestamp, ttl, expirySeconds, cellValue, 0, cellValue.length);
    }

    public void pathTombstone(int columnId, byte[] path, long timestamp, long deletionSeconds) {
        needRow();
        row.pathTombstone(columnId, path, 0, path.length, timestamp, deletionSeconds);
    }

    /// Deletes all of a collection or user type that was written at or before the timestamp.
    public void complexDeletion(int columnId, long timestamp, long deletionSeconds) {
        needRow();
        row.complexDeletion(columnId, timestamp, deletionSeconds);
    }

    private void needRow() {
        if (!inRow) {
            throw new IllegalStateException("a cell before its row");
        }
    }

    /// Deletes static row and rows of the partition.
    public void deletePartition(long timestamp, long deletionSeconds) {
        beginDeletion();
        out.unsignedVInt(0);
        out.unsignedVInt(1);
        out.u8(RowKeyFormat.PARTITION_END);
        endDeletion(timestamp, deletionSeconds);
    }

    /// Deletes a range of the partition; nothing when it is empty.
    ///
    /// @param startKey,endKey from [KeyCodec], end exclusive
    public void deleteRange(byte[] startKey, byte[] endKey, long timestamp, long deletionSeconds) {
        if (Arrays.compareUnsigned(startKey, endKey) >= 0) {
            return;
        }
        beginDeletion();
        suffix(startKey);
        suffix(endKey);
        endDeletion(timestamp, deletionSeconds);
    }

    private void beginDeletion() {
        endRow();
        if (!inPartition) {
            throw new IllegalStateException("a deletion before its partition");
        }
        out.u8(MutationFormat.DELETION);
    }

    private void suffix(byte[] key) {
        if (!Arrays.equals(
                key, 0, Math.min(key.length, prefixLength), out.array(), prefixStart, prefixStart + prefixLength)) {
            throw new IllegalArgumentException("a key of another partition");
        }
        out.unsignedVInt(key.length - prefixLength);
        out.bytes(key, prefixLength, key.length - prefixLength);
    }

    private void endDeletion(long timestamp, long deletionSeconds) {
        out.i64(timestamp);
        out.i32((int) deletionSeconds);
    }

    /// Whether nothing was written so far that would change anything.
    public boolean isEmpty() {
        endRow();
        return !anything && (!inPartition || out.length() == prefixStart + prefixLength);
    }

    /// The mutation: the same object each time, valid until the next [#reset].
    public Mutation finish() {
        endPartition();
        mutation.show(out.array(), 0, out.length());
        return mutation;
    }
}
