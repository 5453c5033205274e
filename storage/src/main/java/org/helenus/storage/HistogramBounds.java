package org.helenus.storage;

import java.util.Arrays;

/// Buckets that grow by a fifth: 1, 2, 3, … 10, 12, 14, 17, … A bucket holds what is greater than the bound before and
/// at most its own; one more, the last, holds what is greater than all bounds. They are those of Cassandra's
/// histograms, so figures compare.
final class HistogramBounds {
    /// Bounds, and the one bucket that has none.
    static final int BUCKETS = 91 + 1;

    private static final long[] BOUNDS = bounds();

    private HistogramBounds() {}

    private static long[] bounds() {
        var bounds = new long[BUCKETS - 1];
        long last = 1;
        bounds[0] = last;
        for (int i = 1; i < bounds.length; i++) {
            last = Math.max(last + 1, Math.round(last * 1.2));
            bounds[i] = last;
        }
        return bounds;
    }

    static int bucket(long value) {
        int at = Arrays.binarySearch(BOUNDS, value);
        return at >= 0 ? at : -at - 1;
    }

    /// The bound of the bucket that this share of all is within; 0 before the first, infinite in the last bucket.
    ///
    /// @param counts of each bucket
    /// @param share 0 … 1
    static double percentile(long[] counts, double share) {
        long wanted = Math.max(1, (long) Math.ceil(Arrays.stream(counts).sum() * share));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return i < BOUNDS.length ? BOUNDS[i] : Double.POSITIVE_INFINITY;
            }
        }
        return 0;
    }

    /// The least that the first of them may have been; 0 before it.
    static double least(long[] counts) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                return i == 0 ? 0 : BOUNDS[i - 1] + 1;
            }
        }
        return 0;
    }
}
