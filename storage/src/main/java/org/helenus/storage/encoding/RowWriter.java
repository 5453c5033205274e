package org.helenus.storage.encoding;

import java.util.Arrays;
import org.helenus.schema.bytes.ByteWriter;

/// Writes one row ([RowFormat]) behind what a [ByteWriter] holds: head first, then cells in order of column and path.
/// What the row's own deletions shadow is left out. Reusable; one thread.
public final class RowWriter {
    private ByteWriter out = new ByteWriter(16);
    private int start;
    private boolean headWritten;
    private long base;

    private boolean marker;
    private long markerTimestamp;
    private int markerTtl;
    private long markerExpiry;
    private boolean deletion;
    private long deletionTimestamp;
    private long deletionSeconds;
    private byte[] clustering = new byte[0];
    private int clusteringOffset;
    private int clusteringLength;
    private boolean hasClustering;
    private int shape;

    private int lastColumn;
    private int lastRank;
    private int lastPathLength;
    private byte[] lastPath = new byte[32];
    private long complexTimestamp;

    /// Starts a row behind what `target` holds.
    public void reset(ByteWriter target) {
        out = target;
        start = target.length();
        headWritten = false;
        marker = false;
        deletion = false;
        deletionTimestamp = Long.MIN_VALUE;
        hasClustering = false;
        shape = 0;
        lastColumn = -1;
        lastRank = 0;
        lastPathLength = 0;
        complexTimestamp = Long.MIN_VALUE;
    }

    /// The row exists by itself. The later of two by [Reconciliation#marker] stays.
    ///
    /// @param ttl seconds; 0: it does not expire
    public void marker(long timestamp, int ttl, long expirySeconds) {
        beforeCells();
        long expiry = ttl == 0 ? 0 : expirySeconds;
        if (!marker || Reconciliation.marker(timestamp, ttl, expiry, markerTimestamp, markerTtl, markerExpiry) > 0) {
            marker = true;
            markerTimestamp = timestamp;
            markerTtl = ttl;
            markerExpiry = expiry;
        }
    }

    /// The row is deleted. The later of two stays.
    public void deletion(long timestamp, long seconds) {
        beforeCells();
        if (!deletion || Reconciliation.deletion(timestamp, seconds, deletionTimestamp, deletionSeconds) > 0) {
            deletion = true;
            deletionTimestamp = timestamp;
            deletionSeconds = seconds;
        }
    }

    /// The clustering as it was written. The bytes must stay until the first cell, or the end.
    public void clustering(byte[] array, int offset, int length) {
        beforeCells();
        hasClustering = true;
        clustering = array;
        clusteringOffset = offset;
        clusteringLength = length;
    }

    /// Cells with paths follow in further entries.
    public void continued() {
        beforeCells();
        shape |= RowFormat.CONTINUED;
    }

    /// This is such a further entry.
    public void continuation() {
        beforeCells();
        shape |= RowFormat.CONTINUATION;
    }

    /// Whether the row is continued, or a continuation, as the one is that a reader stands on.
    public void shapeOf(RowReader row) {
        beforeCells();
        shape |= row.shape();
    }

    /// Makes a merged row of a continued one and all its further entries: one that is neither.
    public static void makeWhole(byte[] array, int offset) {
        array[offset] &= ~(RowFormat.CONTINUED | RowFormat.CONTINUATION);
    }

    private void beforeCells() {
        if (headWritten) {
            throw new IllegalStateException("head of a row after its cells");
        }
    }

    private void head(long firstTimestamp) {
        headWritten = true;
        if (marker && markerTimestamp <= deletionTimestamp) {
            marker = false;
        }
        base = marker ? markerTimestamp : deletion ? deletionTimestamp : firstTimestamp;
        boolean expires = marker && markerTtl != 0;
        out.u8(shape
                | (marker ? RowFormat.MARKER : 0)
                | (expires ? RowFormat.MARKER_EXPIRES : 0)
                | (deletion ? RowFormat.DELETED : 0)
                | (hasClustering ? RowFormat.CLUSTERING : 0));
        out.i64(base);
        if (expires) {
            out.unsignedVInt(markerTtl);
            out.i32((int) markerExpiry);
        }
        if (deletion) {
            out.signedVInt(deletionTimestamp - base);
            out.i32((int) deletionSeconds);
        }
        if (hasClustering) {
            out.unsignedVInt(clusteringLength);
            out.bytes(clustering, clusteringOffset, clusteringLength);
        }
    }

    /// A value.
    ///
    /// @param ttl seconds; 0: it does not expire
    public void cell(int columnId, long timestamp, int ttl, long expirySeconds, byte[] value, int offset, int length) {
        if (begin(columnId, ttl == 0 ? 0 : RowFormat.EXPIRES, timestamp, ttl, expirySeconds, lastPath, 0, 0)) {
            value(value, offset, length);
        }
    }

    public void tombstone(int columnId, long timestamp, long deletionSeconds) {
        begin(columnId, RowFormat.TOMBSTONE, timestamp, 0, deletionSeconds, lastPath, 0, 0);
    }

    /// A value inside a collection or user type.
    public void pathCell(
            int columnId,
            byte[] path,
            int pathOffset,
            int pathLength,
            long timestamp,
            int ttl,
            long expirySeconds,
            byte[] value,
            int offset,
            int length) {
        int kind = RowFormat.PATH | (ttl == 0 ? 0 : RowFormat.EXPIRES);
        if (begin(columnId, kind, timestamp, ttl, expirySeconds, path, pathOffset, pathLength)) {
            value(value, offset, length);
        }
    }

    public void pathTombstone(
            int columnId, byte[] path, int pathOffset, int pathLength, long timestamp, long deletionSeconds) {
        begin(
                columnId,
                RowFormat.PATH | RowFormat.TOMBSTONE,
                timestamp,
                0,
                deletionSeconds,
                path,
                pathOffset,
                pathLength);
    }

    /// All of a collection or user type is deleted; comes before its cells.
    public void complexDeletion(int columnId, long timestamp, long deletionSeconds) {
        begin(columnId, RowFormat.COMPLEX_DELETION, timestamp, 0, deletionSeconds, lastPath, 0, 0);
    }

    /// The cell that a reader stands on.
    public void copy(RowReader cell) {
        copy(cell.columnId(), cell);
    }

    /// The same as a cell of another column.
    public void copy(int columnId, RowReader cell) {
        if (begin(
                        columnId,
                        cell.kind(),
                        cell.timestamp(),
                        cell.ttl(),
                        cell.seconds(),
                        cell.array(),
                        cell.pathOffset(),
                        cell.pathLength())
                && !cell.isTombstone()
                && !cell.isComplexDeletion()) {
            value(cell.array(), cell.valueOffset(), cell.valueLength());
        }
    }

    /// The expired cell that a reader stands on, without its value: nobody will see it again, its timestamp still
    /// counts.
    public void copyWithoutValue(RowReader cell) {
        if (begin(
                cell.columnId(),
                cell.kind(),
                cell.timestamp(),
                cell.ttl(),
                cell.seconds(),
                cell.array(),
                cell.pathOffset(),
                cell.pathLength())) {
            out.u8(0);
        }
    }

    private void value(byte[] value, int offset, int length) {
        out.unsignedVInt(length);
        out.bytes(value, offset, length);
    }

    /// Writes a cell up to its value.
    ///
    /// @return false: a deletion of this row shadows it
    private boolean begin(
            int columnId,
            int kind,
            long timestamp,
            int ttl,
            long seconds,
            byte[] path,
            int pathOffset,
            int pathLength) {
        checkOrder(columnId, kind, path, pathOffset, pathLength);
        boolean complex = (kind & RowFormat.COMPLEX_DELETION) != 0;
        if (timestamp <= deletionTimestamp || !complex && timestamp <= complexTimestamp) {
            return false;
        }
        if (complex) {
            complexTimestamp = timestamp;
        }
        if (!headWritten) {
            head(timestamp);
        }
        out.unsignedVInt(columnId);
        out.u8(kind | (timestamp == base ? 0 : RowFormat.OTHER_TIMESTAMP));
        if (timestamp != base) {
            out.signedVInt(timestamp - base);
        }
        if ((kind & RowFormat.EXPIRES) != 0) {
            out.unsignedVInt(ttl);
        }
        if ((kind & (RowFormat.EXPIRES | RowFormat.TOMBSTONE | RowFormat.COMPLEX_DELETION)) != 0) {
            out.i32((int) seconds);
            out.array()[start] |= RowFormat.MORTAL;
        }
        if ((kind & RowFormat.PATH) != 0) {
            out.unsignedVInt(pathLength);
            out.bytes(path, pathOffset, pathLength);
        }
        return true;
    }

    private void checkOrder(int columnId, int kind, byte[] path, int pathOffset, int pathLength) {
        int rank = (kind & RowFormat.COMPLEX_DELETION) != 0 ? 0 : (kind & RowFormat.PATH) != 0 ? 2 : 1;
        if (columnId == lastColumn) {
            boolean after = rank > lastRank
                    || rank == 2
                            && lastRank == 2
                            && Arrays.compareUnsigned(
                                            lastPath, 0, lastPathLength, path, pathOffset, pathOffset + pathLength)
                                    < 0;
            if (!after) {
                throw new IllegalArgumentException("cells of column " + columnId + " are not in order");
            }
        } else if (columnId < lastColumn) {
            throw new IllegalArgumentException("column " + columnId + " after " + lastColumn);
        } else {
            complexTimestamp = Long.MIN_VALUE;
        }
        lastColumn = columnId;
        lastRank = rank;
        if (rank == 2) {
            if (lastPath.length < pathLength) {
                lastPath = new byte[Math.max(pathLength, lastPath.length * 2)];
            }
            System.arraycopy(path, pathOffset, lastPath, 0, pathLength);
            lastPathLength = pathLength;
        }
    }

    /// Ends the row.
    ///
    /// @return whether it says anything; when not, nothing was appended
    public boolean finish() {
        if (!headWritten) {
            // the clustering alone makes no row; a row that is continued is there whatever it says itself
            if (!marker && !deletion && (shape & RowFormat.CONTINUED) == 0) {
                return false;
            }
            head(0);
        }
        return true;
    }
}
