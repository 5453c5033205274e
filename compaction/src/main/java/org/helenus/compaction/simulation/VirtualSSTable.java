package org.helenus.compaction.simulation;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.helenus.compaction.SSTableSummary;
import org.helenus.storage.KeyRange;
import org.helenus.storage.sstable.SSTableId;
import org.helenus.storage.sstable.TombstoneHistogram;

/// A file that is only described. Immutable.
///
record VirtualSSTable(SSTableId id, Entries entries, int level, long createdMillis, Sizes sizes) {
    private static final int HISTOGRAM_POINTS = 100;

    /// How large things are.
    ///
    /// @param rowsPerEntry how many rows each entry stands for
    record Sizes(int rowBytes, double rowsPerEntry) {
        private static final int TOMBSTONE_BYTES = 24;

        long of(Entries entries) {
            double bytes = 0;
            for (int i = 0; i < entries.size(); i++) {
                bytes += of(entries, i);
            }
            return (long) Math.ceil(bytes);
        }

        double of(Entries entries, int index) {
            return rowsPerEntry * (entries.isTombstone(index) ? Math.min(TOMBSTONE_BYTES, rowBytes) : rowBytes);
        }
    }

    static byte[] key(long place) {
        return ByteBuffer.allocate(8).putLong(place).array();
    }

    SSTableSummary summary() {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        long last = 0;
        var droppable = new long[entries.size()];
        int count = 0;
        for (int i = 0; i < entries.size(); i++) {
            min = Math.min(min, entries.stamps()[i]);
            max = Math.max(max, entries.stamps()[i]);
            long deleted = entries.deletedAt(i);
            last = Math.max(last, deleted);
            if (deleted != Entries.NEVER) {
                droppable[count++] = deleted;
            }
        }
        long rows = Math.max(1, Math.round(entries.size() * sizes.rowsPerEntry));
        byte[] end = Arrays.copyOf(key(entries.places()[entries.size() - 1]), 9);
        return new SSTableSummary(
                id,
                sizes.of(entries),
                rows,
                rows,
                new KeyRange(key(entries.places()[0]), end),
                min,
                max,
                last,
                histogram(Arrays.copyOf(droppable, count)),
                level,
                createdMillis,
                0);
    }

    private TombstoneHistogram histogram(long[] times) {
        Arrays.sort(times);
        int points = Math.min(HISTOGRAM_POINTS, times.length);
        var seconds = new long[points];
        var counts = new long[points];
        int filled = 0;
        for (int point = 0; point < points; point++) {
            int from = (int) ((long) point * times.length / points);
            int to = (int) ((long) (point + 1) * times.length / points);
            long rows = Math.round((to - from) * sizes.rowsPerEntry);
            if (filled > 0 && seconds[filled - 1] == times[to - 1]) {
                counts[filled - 1] += rows;
            } else {
                seconds[filled] = times[to - 1];
                counts[filled++] = rows;
            }
        }
        return new TombstoneHistogram(Arrays.copyOf(seconds, filled), Arrays.copyOf(counts, filled));
    }
}
