package org.helenus.storage.encoding;

import java.util.Arrays;
import java.util.UUID;
import org.helenus.schema.TableId;

/// Walks over the bytes of a mutation ([MutationFormat]) without copying: partition by partition, and in each, entry
/// by entry. Reusable; one thread. Steps are checked and throw [MalformedBytesException]; rows are not looked into.
public final class MutationReader {
    private final ByteReader partitions = new ByteReader();
    private final ByteReader entries = new ByteReader();
    private long tableMost;
    private long tableLeast;
    private int prefixOffset;
    private int prefixLength;
    private int firstEntry;
    private int entriesEnd;
    private boolean row;
    private int suffixOffset;
    private int suffixLength;
    private int valueOffset;
    private int valueLength;
    private int endOffset;
    private int endLength;
    private long timestamp;
    private long seconds;

    public void reset(byte[] array, int offset, int length) {
        partitions.reset(array, offset, length);
        int version = partitions.u8();
        if (version != MutationFormat.VERSION) {
            throw new MalformedBytesException("a mutation of version " + version);
        }
    }

    public byte[] array() {
        return partitions.array();
    }

    /// Moves to the next partition, before its first entry.
    public boolean nextPartition() {
        if (!partitions.hasRemaining()) {
            return false;
        }
        int length = partitions.i32();
        if (length < 0) {
            throw new MalformedBytesException("a partition of " + length + " bytes");
        }
        int start = partitions.skip(length);
        entries.reset(partitions.array(), start, length);
        tableMost = entries.i64();
        tableLeast = entries.i64();
        prefixLength = entries.length();
        prefixOffset = entries.skip(prefixLength);
        if (prefixLength < RowKeyFormat.TOKEN_BYTES + 2) {
            throw new MalformedBytesException("a partition's prefix of " + prefixLength + " bytes");
        }
        firstEntry = entries.position();
        entriesEnd = entries.limit();
        return true;
    }

    public TableId table() {
        return new TableId(new UUID(tableMost, tableLeast));
    }

    public boolean isOf(TableId table) {
        return table.uuid().getMostSignificantBits() == tableMost
                && table.uuid().getLeastSignificantBits() == tableLeast;
    }

    /// What the partition's keys begin with: [#prefixLength] bytes of [#array].
    public int prefixOffset() {
        return prefixOffset;
    }

    public int prefixLength() {
        return prefixLength;
    }

    /// Before the partition's first entry again.
    public void rewind() {
        entries.reset(entries.array(), firstEntry, entriesEnd - firstEntry);
    }

    /// Moves to the next entry of the partition.
    public boolean nextEntry() {
        if (!entries.hasRemaining()) {
            return false;
        }
        int kind = entries.u8();
        suffixLength = entries.length();
        suffixOffset = entries.skip(suffixLength);
        switch (kind) {
            case MutationFormat.ROW -> {
                row = true;
                valueLength = entries.length();
                valueOffset = entries.skip(valueLength);
            }
            case MutationFormat.DELETION -> {
                row = false;
                endLength = entries.length();
                endOffset = entries.skip(endLength);
                timestamp = entries.i64();
                seconds = entries.i32() & 0xFFFF_FFFFL;
            }
            default -> throw new MalformedBytesException("a mutation entry of kind " + kind);
        }
        return true;
    }

    /// Whether the entry is a row; else it is a deletion of a range.
    public boolean isRow() {
        return row;
    }

    /// The row's key, or the first key deleted, after the prefix: [#suffixLength] bytes of [#array].
    public int suffixOffset() {
        return suffixOffset;
    }

    public int suffixLength() {
        return suffixLength;
    }

    public int valueOffset() {
        return valueOffset;
    }

    public int valueLength() {
        return valueLength;
    }

    /// Of a deletion: its first key. A copy.
    public byte[] deletionStart() {
        return key(suffixOffset, suffixLength);
    }

    /// Of a deletion: the first key after it. A copy.
    public byte[] deletionEnd() {
        return key(endOffset, endLength);
    }

    private byte[] key(int offset, int length) {
        byte[] key = Arrays.copyOfRange(array(), prefixOffset, prefixOffset + prefixLength + length);
        System.arraycopy(array(), offset, key, prefixLength, length);
        return key;
    }

    /// Of a deletion, microseconds.
    public long deletionTimestamp() {
        return timestamp;
    }

    /// Of a deletion, epoch seconds.
    public long deletionSeconds() {
        return seconds;
    }

    /// Walks over everything, rows included.
    ///
    /// @throws MalformedBytesException when anything is not as [MutationFormat] says
    public static void check(byte[] array, int offset, int length) {
        var in = new MutationReader();
        in.reset(array, offset, length);
        while (in.nextPartition()) {
            int prefixEnd = in.prefixOffset + in.prefixLength;
            byte[] prefix = Arrays.copyOfRange(array, in.prefixOffset, prefixEnd);
            if (RowKeyFormat.prefixLength(prefix, prefix.length) != prefix.length) {
                throw new MalformedBytesException("a partition's prefix that goes on");
            }
            while (in.nextEntry()) {
                if (in.isRow()) {
                    RowReader.check(array, in.valueOffset, in.valueLength);
                    byte flags = array[in.valueOffset];
                    if (RowReader.isContinued(flags) || RowReader.isContinuation(flags)) {
                        throw new MalformedBytesException("a part of a row in a mutation");
                    }
                    int section = in.suffixLength == 0 ? -1 : array[in.suffixOffset];
                    if (section != RowKeyFormat.SECTION_STATIC && section != RowKeyFormat.SECTION_ROWS) {
                        throw new MalformedBytesException("a row of section " + section);
                    }
                }
            }
        }
    }
}
