package org.helenus.storage;

import java.util.Arrays;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.PointRead;

/// One merged row as a reader sees it: its live cells, with deletions and expiry already judged. A flyweight over
/// bytes that whoever filled it owns; valid until it is filled again. One thread.
public final class RowView {
    private static final byte[] NOTHING = {};

    private byte[] key = NOTHING;
    private int keyLength;
    private int partitionLength;
    private final RowReader row = new RowReader();
    private final CellCursor cells = new CellCursor();
    private ColumnSet wanted;
    private DropTimes drops = DropTimes.NONE;
    private long nowSeconds;
    private boolean liveMarker;
    private PointRead pointRead;

    /// For those who merge: the buffers of point reads into this view, which therefore live as long as it does.
    public PointRead pointRead() {
        if (pointRead == null) {
            pointRead = new PointRead();
        }
        return pointRead;
    }

    /// For those who merge: shows a row, and gives its reader for [org.helenus.storage.merge.Liveness] to judge.
    /// Readers get to see only what is alive.
    ///
    /// @param newKey copied by nobody: it must stay as long as the view is used
    public RowReader show(
            byte[] newKey,
            int newKeyLength,
            byte[] value,
            int offset,
            int length,
            ColumnSet newWanted,
            DropTimes newDrops,
            long newNowSeconds) {
        key = newKey;
        keyLength = newKeyLength;
        partitionLength = 0;
        row.reset(value, offset, length);
        wanted = newWanted;
        drops = newDrops;
        nowSeconds = newNowSeconds;
        liveMarker = row.hasMarker() && (row.markerTtl() == 0 || row.markerExpiry() > newNowSeconds);
        return row;
    }

    /// The row key is the first [#keyLength] bytes; see [RowKeyFormat].
    public byte[] key() {
        return key;
    }

    public int keyLength() {
        return keyLength;
    }

    public boolean isStatic() {
        return key[partitionLength()] == RowKeyFormat.SECTION_STATIC;
    }

    public long token() {
        return RowKeyFormat.token(key);
    }

    /// How many bytes of the key name the partition.
    public int partitionLength() {
        if (partitionLength == 0) {
            partitionLength = RowKeyFormat.prefixLength(key, keyLength);
        }
        return partitionLength;
    }

    /// Whether another row's key, or a partition's prefix, is of this partition.
    public boolean samePartition(byte[] other, int otherLength) {
        int length = partitionLength();
        return otherLength >= length && Arrays.equals(key, 0, length, other, 0, length);
    }

    /// Wire bytes of the partition key; a copy.
    public byte[] partitionKey() {
        return RowKeyFormat.partitionKey(key, partitionLength());
    }

    /// Whether the row exists by itself, without any cell: it was inserted, and that has not expired.
    public boolean hasMarker() {
        return liveMarker;
    }

    /// Microseconds.
    public long markerTimestamp() {
        return row.markerTimestamp();
    }

    /// Seconds; 0: none.
    public int markerTtl() {
        return row.markerTtl();
    }

    /// Epoch seconds; 0: it does not expire.
    public long markerExpiry() {
        return row.markerExpiry();
    }

    /// The array that holds cells and clustering.
    public byte[] array() {
        return row.array();
    }

    /// 0: the key gives the clustering back. Else it lies in [#array], as [org.helenus.storage.encoding.RowFormat]
    /// says.
    int originalClusteringLength() {
        return row.clusteringLength();
    }

    int originalClusteringOffset() {
        return row.clusteringOffset();
    }

    /// The live cells of the wanted columns, from the first; by column id, then path. The same object each time.
    public CellCursor cells() {
        row.rewind();
        cells.reset(row, wanted, drops, nowSeconds);
        return cells;
    }
}
