package org.helenus.storage.sstable;

import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;

/// Looks into keys and rows for what the statistics want to know. One thread.
final class RowInspector {
    private final StatisticsCollector statistics;
    private final RowReader row = new RowReader();

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

    /// @param values holds the row, `length` bytes from `offset`
    /// @throws org.helenus.storage.encoding.MalformedBytesException this is no row
    void inspect(byte[] values, int offset, int length) {
        row.reset(values, offset, length);
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
