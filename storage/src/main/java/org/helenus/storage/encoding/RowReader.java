package org.helenus.storage.encoding;

import java.util.Arrays;

/// Walks over the bytes of one row ([RowFormat]) without copying: first its head, then cell by cell. Judges nothing.
/// Reusable; one thread. Every step is checked against the row's end and throws [MalformedBytesException].
public final class RowReader {
    private final ByteReader in = new ByteReader();
    private int flags;
    private long base;
    private int markerTtl;
    private long markerExpiry;
    private long deletionTimestamp;
    private long deletionSeconds;
    private int clusteringOffset;
    private int clusteringLength;
    private int firstCell;

    private int columnId;
    private int cellFlags;
    private long timestamp;
    private int ttl;
    private long seconds;
    private int pathOffset;
    private int pathLength;
    private int valueOffset;
    private int valueLength;

    /// Reads the head.
    public void reset(byte[] array, int offset, int length) {
        in.reset(array, offset, length);
        flags = in.u8();
        if ((flags & ~RowFormat.ALL_FLAGS) != 0) {
            throw new MalformedBytesException("row flags " + Integer.toHexString(flags));
        }
        base = in.i64();
        markerTtl = 0;
        markerExpiry = 0;
        if ((flags & RowFormat.MARKER_EXPIRES) != 0) {
            markerTtl = in.smallVInt(Integer.MAX_VALUE);
            markerExpiry = in.i32() & 0xFFFF_FFFFL;
        }
        deletionTimestamp = Long.MIN_VALUE;
        deletionSeconds = 0;
        if ((flags & RowFormat.DELETED) != 0) {
            deletionTimestamp = base + in.signedVInt();
            deletionSeconds = in.i32() & 0xFFFF_FFFFL;
        }
        clusteringLength = 0;
        if ((flags & RowFormat.CLUSTERING) != 0) {
            clusteringLength = in.length();
            clusteringOffset = in.skip(clusteringLength);
        }
        firstCell = in.position();
        columnId = -1;
    }

    public byte[] array() {
        return in.array();
    }

    public boolean hasMarker() {
        return (flags & RowFormat.MARKER) != 0;
    }

    public long markerTimestamp() {
        return base;
    }

    /// Seconds; 0 when the marker does not expire.
    public int markerTtl() {
        return markerTtl;
    }

    /// Epoch seconds; 0 when the marker does not expire.
    public long markerExpiry() {
        return markerExpiry;
    }

    public boolean hasDeletion() {
        return (flags & RowFormat.DELETED) != 0;
    }

    /// [Long#MIN_VALUE] when the row was not deleted.
    public long deletionTimestamp() {
        return deletionTimestamp;
    }

    public long deletionSeconds() {
        return deletionSeconds;
    }

    public boolean hasClustering() {
        return (flags & RowFormat.CLUSTERING) != 0;
    }

    public int clusteringOffset() {
        return clusteringOffset;
    }

    public int clusteringLength() {
        return clusteringLength;
    }

    /// Whether some cell is a deletion or expires.
    public boolean isMortal() {
        return (flags & RowFormat.MORTAL) != 0;
    }

    /// As [#hasDeletion], [#isMortal], or a marker that expires, of a row that begins with this byte: without any
    /// of
    /// them the row stays as it is for good.
    public static boolean mayEnd(byte firstByte) {
        return (firstByte & (RowFormat.DELETED | RowFormat.MORTAL | RowFormat.MARKER_EXPIRES)) != 0;
    }

    /// Whether this is a row whose cells with paths follow in further entries.
    public boolean isContinued() {
        return (flags & RowFormat.CONTINUED) != 0;
    }

    /// Whether this is a further entry of a row.
    public boolean isContinuation() {
        return (flags & RowFormat.CONTINUATION) != 0;
    }

    /// As [#isContinued], of a row that begins with this byte.
    public static boolean isContinued(byte firstByte) {
        return (firstByte & RowFormat.CONTINUED) != 0;
    }

    /// As [#isContinuation], of an entry that begins with this byte.
    public static boolean isContinuation(byte firstByte) {
        return (firstByte & RowFormat.CONTINUATION) != 0;
    }

    /// Whether one of both.
    public static boolean isPart(byte firstByte) {
        return (firstByte & (RowFormat.CONTINUED | RowFormat.CONTINUATION)) != 0;
    }

    /// More bytes than come before the path of an entry's first cell.
    public static final int FIRST_CELL_BYTES = 64;

    /// How many bytes of a further entry's key are the row's.
    ///
    /// @param start the entry's first [#FIRST_CELL_BYTES] bytes, or all of it
    public static int rowKeyLength(int keyLength, byte[] start) {
        var in = new ByteReader(start, 0, start.length);
        in.skip(RowFormat.HEADER_BYTES);
        in.smallVInt(Integer.MAX_VALUE);
        int cellFlags = in.u8();
        if ((cellFlags & RowFormat.OTHER_TIMESTAMP) != 0) {
            in.signedVInt();
        }
        if ((cellFlags & RowFormat.TOMBSTONE) != 0) {
            in.i32();
        }
        if ((cellFlags & RowFormat.EXPIRES) != 0) {
            in.smallVInt(Integer.MAX_VALUE);
            in.i32();
        }
        int rowKeyLength = keyLength - RowKeyFormat.CONTINUATION_BYTES - in.smallVInt(Integer.MAX_VALUE);
        if ((cellFlags & RowFormat.PATH) == 0 || rowKeyLength <= RowKeyFormat.TOKEN_BYTES) {
            throw new MalformedBytesException("a further entry of a row that does not begin with its element");
        }
        return rowKeyLength;
    }

    /// Whether the key of a further entry ends with the column and path of its first cell.
    public static boolean beginsWithElement(byte[] key, byte[] entry) {
        var row = new RowReader();
        row.reset(entry, 0, entry.length);
        int from = row.nextCell() ? key.length - row.pathLength - RowKeyFormat.CONTINUATION_BYTES : -1;
        return from > RowKeyFormat.TOKEN_BYTES
                && Arrays.equals(key, RowKeyFormat.continuation(key, from, row.columnId, row.path()));
    }

    private byte[] path() {
        return Arrays.copyOfRange(array(), pathOffset, pathOffset + pathLength);
    }

    int shape() {
        return flags & (RowFormat.CONTINUED | RowFormat.CONTINUATION);
    }

    public boolean hasCells() {
        return firstCell < in.limit();
    }

    /// Starts with the first cell again.
    public void rewind() {
        in.reset(in.array(), firstCell, in.limit() - firstCell);
        columnId = -1;
    }

    /// Moves to the next cell.
    public boolean nextCell() {
        if (!in.hasRemaining()) {
            return false;
        }
        columnId = in.smallVInt(Integer.MAX_VALUE);
        cellFlags = in.u8();
        if ((cellFlags & ~RowFormat.ALL_CELL_FLAGS) != 0) {
            throw new MalformedBytesException("cell flags " + Integer.toHexString(cellFlags));
        }
        timestamp = (cellFlags & RowFormat.OTHER_TIMESTAMP) == 0 ? base : base + in.signedVInt();
        ttl = 0;
        seconds = 0;
        pathLength = 0;
        valueLength = 0;
        boolean deletes = (cellFlags & (RowFormat.TOMBSTONE | RowFormat.COMPLEX_DELETION)) != 0;
        if (deletes) {
            seconds = in.i32() & 0xFFFF_FFFFL;
        }
        if ((cellFlags & RowFormat.EXPIRES) != 0) {
            ttl = in.smallVInt(Integer.MAX_VALUE);
            seconds = in.i32() & 0xFFFF_FFFFL;
        }
        if ((cellFlags & RowFormat.PATH) != 0) {
            pathLength = in.length();
            pathOffset = in.skip(pathLength);
        }
        if (!deletes) {
            valueLength = in.length();
            valueOffset = in.skip(valueLength);
        }
        return true;
    }

    /// −1 before the first cell.
    public int columnId() {
        return columnId;
    }

    public boolean isTombstone() {
        return (cellFlags & RowFormat.TOMBSTONE) != 0;
    }

    public boolean isExpiring() {
        return (cellFlags & RowFormat.EXPIRES) != 0;
    }

    /// Whether this is the deletion of a whole collection or user type.
    public boolean isComplexDeletion() {
        return (cellFlags & RowFormat.COMPLEX_DELETION) != 0;
    }

    public boolean hasPath() {
        return (cellFlags & RowFormat.PATH) != 0;
    }

    int kind() {
        return cellFlags & ~RowFormat.OTHER_TIMESTAMP;
    }

    public long timestamp() {
        return timestamp;
    }

    /// 0 when the cell does not expire.
    public int ttl() {
        return ttl;
    }

    /// Epoch seconds: of the deletion for tombstones, of the expiry for expiring cells; else 0.
    public long seconds() {
        return seconds;
    }

    public int pathOffset() {
        return pathOffset;
    }

    public int pathLength() {
        return pathLength;
    }

    public int valueOffset() {
        return valueOffset;
    }

    public int valueLength() {
        return valueLength;
    }

    /// Order of the cells that two readers stand on: column id, deletion of the collection first, then path.
    public int comparePlace(RowReader that) {
        if (columnId != that.columnId) {
            return Integer.compare(columnId, that.columnId);
        }
        int rank = rank();
        int thatRank = that.rank();
        if (rank != 2 || thatRank != 2) {
            return Integer.compare(rank, thatRank);
        }
        return Arrays.compareUnsigned(
                array(),
                pathOffset,
                pathOffset + pathLength,
                that.array(),
                that.pathOffset,
                that.pathOffset + that.pathLength);
    }

    private int rank() {
        return isComplexDeletion() ? 0 : hasPath() ? 2 : 1;
    }

    /// Walks over the whole row and checks what [RowWriter] promises: known flags that go together, cells in
    /// order.
    ///
    /// @throws MalformedBytesException when it does not hold
    public static void check(byte[] array, int offset, int length) {
        var row = new RowReader();
        row.reset(array, offset, length);
        if ((row.flags & (RowFormat.MARKER | RowFormat.MARKER_EXPIRES)) == RowFormat.MARKER_EXPIRES) {
            throw new MalformedBytesException("a row's marker expires that is not there");
        }
        if (row.isContinuation() && (row.flags & ~(RowFormat.CONTINUATION | RowFormat.MORTAL)) != 0) {
            throw new MalformedBytesException("row flags " + Integer.toHexString(row.flags));
        }
        if (row.isContinuation() && !row.hasCells()) {
            throw new MalformedBytesException("a further entry of a row without a cell");
        }
        var before = new RowReader();
        before.reset(array, offset, length);
        boolean first = true;
        while (row.nextCell()) {
            boolean deletes = row.isTombstone() || row.isComplexDeletion();
            if (deletes && row.isExpiring()
                    || row.isComplexDeletion() && (row.hasPath() || row.isTombstone())
                    || (deletes || row.isExpiring()) && !row.isMortal()) {
                throw new MalformedBytesException("cell flags " + Integer.toHexString(row.cellFlags));
            }
            if (row.hasPath() ? row.isContinued() : row.isContinuation()) {
                throw new MalformedBytesException("a cell of column " + row.columnId + " in the wrong entry of a row");
            }
            if (!first) {
                before.nextCell();
                if (row.isContinuation() && before.columnId != row.columnId) {
                    throw new MalformedBytesException("cells of two columns in a further entry of a row");
                }
                if (before.comparePlace(row) >= 0) {
                    throw new MalformedBytesException("cells of a row are not in order");
                }
            }
            first = false;
        }
    }
}
