package org.helenus.storage.sstable;

import java.util.Arrays;

/// How often numbers of which size were seen, in buckets that grow by a fifth: 1, 2, 3, … 8, 10, 12, 14, 17, … A bucket
/// holds what is greater than the bound before and at most its own; one more, the last, what is greater than all
/// bounds. They are those in which Cassandra estimates partitions, up to terabytes, so figures compare. Immutable.
public final class PartitionHistogram {
    static final int BOUNDED = 150;
    static final int BUCKETS = BOUNDED + 1;

    /// Nothing was seen.
    public static final PartitionHistogram NONE = new PartitionHistogram(new long[BUCKETS]);

    private static final long[] BOUNDS = bounds();
    /// For each number of binary digits, the bucket of the least number that has so many.
    private static final int[] FIRST = first();

    private final long[] counts;

    /// @param counts of each bucket; the array is the histogram's from now on
    PartitionHistogram(long[] counts) {
        this.counts = counts;
    }

    /// Who is told of buckets that are not empty.
    @FunctionalInterface
    public interface Visitor {
        /// @param least the least number that it may hold
        /// @param bound the greatest; [Long#MAX_VALUE] for the last
        void bucket(long least, long bound, long count);
    }

    private static long[] bounds() {
        var bounds = new long[BOUNDED];
        long last = 0;
        for (int i = 0; i < BOUNDED; i++) {
            last = Math.max(last + 1, Math.round(last * 1.2));
            bounds[i] = last;
        }
        return bounds;
    }

    private static int[] first() {
        var first = new int[Long.SIZE];
        for (int digits = 1; digits < first.length; digits++) {
            int at = Arrays.binarySearch(BOUNDS, 1L << digits - 1);
            first[digits] = at >= 0 ? at : -at - 1;
        }
        return first;
    }

    /// @param value not below zero, which counts as one
    static int bucket(long value) {
        int at = FIRST[Long.SIZE - Long.numberOfLeadingZeros(value)];
        while (at < BOUNDED && BOUNDS[at] < value) {
            at++;
        }
        return at;
    }

    long count(int bucket) {
        return counts[bucket];
    }

    public PartitionHistogram plus(PartitionHistogram other) {
        var sum = counts.clone();
        for (int i = 0; i < BUCKETS; i++) {
            sum[i] += other.counts[i];
        }
        return new PartitionHistogram(sum);
    }

    /// In ascending order.
    public void forEach(Visitor visitor) {
        for (int i = 0; i < BUCKETS; i++) {
            if (counts[i] > 0) {
                visitor.bucket(i == 0 ? 0 : BOUNDS[i - 1] + 1, i < BOUNDED ? BOUNDS[i] : Long.MAX_VALUE, counts[i]);
            }
        }
    }
}
