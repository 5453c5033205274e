package org.helenus.storage.merge;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.encoding.Reconciliation;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowWriter;

/// Merges versions of one row to one, in a single pass over their bytes. The answer depends neither on the order in
/// which they are added, nor on how they were merged before, nor on the clock: see [Reconciliation]. What the row's
/// own deletions or a covering one shadow is left out; so are cells gone with a dropped column.
///
/// Reusable: [#reset], [#add] each version, [#merge]. One thread.
public final class RowMerger {
    /// Buffers beyond are let go after use, lest every reader keeps room for the largest row it ever met.
    static final int LARGE_BYTES = 1 << 20;

    private RowReader[] readers = {new RowReader(), new RowReader()};
    private byte[][] copies = new byte[2][];
    private int[] offsets = new int[2];
    private int[] lengths = new int[2];
    private boolean[] inCell = new boolean[2];
    private int count;
    private final RowWriter writer = new RowWriter();

    public void reset() {
        for (int i = 0; i < count; i++) {
            if (copies[i] != null && copies[i].length > LARGE_BYTES) {
                copies[i] = null;
            }
        }
        count = 0;
    }

    /// A buffer to write the next row into: the one given, emptied; another when one large row has blown it up.
    public static ByteWriter emptied(ByteWriter used) {
        if (used.array().length > LARGE_BYTES) {
            return new ByteWriter(512);
        }
        used.reset();
        return used;
    }

    public int count() {
        return count;
    }

    /// Adds a version. The bytes are not copied and must stay until [#merge] returns.
    public void add(byte[] array, int offset, int length) {
        ensureSlot();
        offsets[count] = offset;
        lengths[count] = length;
        readers[count++].reset(array, offset, length);
    }

    /// Adds a version; copies the bytes.
    public void add(MemorySegment segment, long offset, int length) {
        ensureSlot();
        byte[] copy = copies[count];
        if (copy == null || copy.length < length) {
            copy = new byte[Math.max(256, Math.max(length, copy == null ? 0 : Math.min(copy.length * 2, 1 << 20)))];
            copies[count] = copy;
        }
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, copy, 0, length);
        add(copy, 0, length);
    }

    private void ensureSlot() {
        if (count == readers.length) {
            int room = count * 2;
            readers = Arrays.copyOf(readers, room);
            for (int i = count; i < room; i++) {
                readers[i] = new RowReader();
            }
            copies = Arrays.copyOf(copies, room);
            offsets = Arrays.copyOf(offsets, room);
            lengths = Arrays.copyOf(lengths, room);
            inCell = Arrays.copyOf(inCell, room);
        }
    }

    /// The head and cells of a version that was added, for looking at; [#merge] may follow.
    RowReader reader(int index) {
        return readers[index];
    }

    byte[] array(int index) {
        return readers[index].array();
    }

    int offset(int index) {
        return offsets[index];
    }

    int length(int index) {
        return lengths[index];
    }

    /// Appends the merged row to `out`.
    ///
    /// @param coveringTimestamp of the deletion of a partition or range that covers the row, or
    ///     [DeletionList#NONE]
    /// @return whether anything is left; when not, nothing was appended
    public boolean merge(long coveringTimestamp, DropTimes drops, ByteWriter out) {
        if (count == 1 && coveringTimestamp == DeletionList.NONE && drops.isEmpty()) {
            out.bytes(readers[0].array(), offsets[0], lengths[0]);
            return true;
        }
        writer.reset(out);
        int withClustering = -1;
        for (int i = 0; i < count; i++) {
            RowReader row = readers[i];
            writer.shapeOf(row);
            if (row.hasDeletion() && row.deletionTimestamp() > coveringTimestamp) {
                writer.deletion(row.deletionTimestamp(), row.deletionSeconds());
            }
            if (row.hasMarker() && row.markerTimestamp() > coveringTimestamp) {
                writer.marker(row.markerTimestamp(), row.markerTtl(), row.markerExpiry());
            }
            if (row.hasClustering() && (withClustering < 0 || compareClustering(row, readers[withClustering]) > 0)) {
                withClustering = i;
            }
        }
        if (withClustering >= 0) {
            RowReader row = readers[withClustering];
            writer.clustering(row.array(), row.clusteringOffset(), row.clusteringLength());
        }
        for (int i = 0; i < count; i++) {
            readers[i].rewind();
            inCell[i] = readers[i].nextCell();
        }
        while (mergeNextCell(coveringTimestamp, drops)) {}
        return writer.finish();
    }

    private static int compareClustering(RowReader a, RowReader b) {
        return Arrays.compareUnsigned(
                a.array(),
                a.clusteringOffset(),
                a.clusteringOffset() + a.clusteringLength(),
                b.array(),
                b.clusteringOffset(),
                b.clusteringOffset() + b.clusteringLength());
    }

    private boolean mergeNextCell(long coveringTimestamp, DropTimes drops) {
        int best = -1;
        for (int i = 0; i < count; i++) {
            if (!inCell[i]) {
                continue;
            }
            if (best < 0) {
                best = i;
                continue;
            }
            int place = readers[i].comparePlace(readers[best]);
            if (place < 0) {
                best = i;
            } else if (place == 0) {
                // the loser steps on; whichever it is, the winner now stands for this place
                if (Reconciliation.cell(readers[i], readers[best]) > 0) {
                    inCell[best] = readers[best].nextCell();
                    best = i;
                } else {
                    inCell[i] = readers[i].nextCell();
                }
            }
        }
        if (best < 0) {
            return false;
        }
        RowReader cell = readers[best];
        if (cell.timestamp() > coveringTimestamp && !drops.hides(cell.columnId(), cell.timestamp())) {
            writer.copy(cell);
        }
        inCell[best] = cell.nextCell();
        return true;
    }
}
