package org.helenus.storage.memtable;

import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowWriter;
import org.helenus.storage.merge.RowMerger;

/// A row taken apart: the row itself without its cells with paths, and each of these as an entry of its own. Reusable:
/// [#takeApart], then [#nextElement] as often as it says so. One thread.
final class ContinuedRow {
    private final RowReader row = new RowReader();
    private final RowWriter writer = new RowWriter();
    private ByteWriter head = new ByteWriter(256);
    private ByteWriter element = new ByteWriter(256);
    private boolean headSays;

    /// @param bytes a row, not continued; untouched until the last element was taken
    void takeApart(byte[] bytes, int offset, int length) {
        head = RowMerger.emptied(head);
        row.reset(bytes, offset, length);
        writer.reset(head);
        writer.continued();
        if (row.hasMarker()) {
            writer.marker(row.markerTimestamp(), row.markerTtl(), row.markerExpiry());
        }
        if (row.hasDeletion()) {
            writer.deletion(row.deletionTimestamp(), row.deletionSeconds());
        }
        if (row.hasClustering()) {
            writer.clustering(row.array(), row.clusteringOffset(), row.clusteringLength());
        }
        headSays = row.hasMarker() || row.hasDeletion() || row.hasClustering();
        while (row.nextCell()) {
            if (!row.hasPath()) {
                writer.copy(row);
                headSays = true;
            }
        }
        writer.finish();
        row.rewind();
    }

    byte[] head() {
        return head.array();
    }

    int headLength() {
        return head.length();
    }

    /// Whether the row itself says more than that it is continued.
    boolean headSays() {
        return headSays;
    }

    /// Moves to the next cell with a path.
    boolean nextElement() {
        while (row.nextCell()) {
            if (row.hasPath()) {
                element = RowMerger.emptied(element);
                writer.reset(element);
                writer.continuation();
                writer.copy(row);
                writer.finish();
                return true;
            }
        }
        return false;
    }

    /// The cell that the element is.
    RowReader cell() {
        return row;
    }

    byte[] element() {
        return element.array();
    }

    int elementLength() {
        return element.length();
    }
}
