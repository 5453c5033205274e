package org.helenus.storage.sstable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;

/// Looks into keys and rows for what the statistics want to know. One thread.
final class RowInspector {
    private final StatisticsCollector statistics;
    private final RowReader row = new RowReader();
    private byte[] copy = new byte[1024];

    RowInspector(StatisticsCollector statistics) {
        this.statistics = statistics;
    }

    /// Where the clustering begins; the length of the key when it is a static row's or has none.
    static int clusteringOffset(byte[] key, int length, int partitionLength) {
        boolean clustered = partitionLength < length
                && key[partitionLength] == RowKeyFormat.SECTION_ROWS
                && partitionLength + 2 < length;
        return clustered ? partitionLength + 1 : length;
    }

    /// @throws org.helenus.storage.encoding.MalformedBytesException this is no row
    void inspect(MemorySegment segment, long offset, int length) {
        if (copy.length < length) {
            copy = new byte[Math.max(length, 2 * copy.length)];
        }
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, copy, 0, length);
        row.reset(copy, 0, length);
        if (row.hasMarker()) {
            statistics.liveness(row.markerTimestamp(), row.markerTtl(), row.markerExpiry());
        }
        if (row.hasDeletion()) {
            statistics.tombstone(row.deletionTimestamp(), row.deletionSeconds());
        }
        while (row.nextCell()) {
            if (row.isTombstone()) {
                statistics.deletedCell(row.timestamp(), row.seconds());
            } else if (row.isComplexDeletion()) {
                statistics.tombstone(row.timestamp(), row.seconds());
            } else {
                statistics.cell(row.timestamp(), row.ttl(), row.seconds());
            }
        }
    }
}
