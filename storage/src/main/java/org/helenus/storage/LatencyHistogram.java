package org.helenus.storage;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// How long something took, in microseconds, in the buckets of [HistogramBounds]. Takes memory from the first on.
/// Threads: any.
public final class LatencyHistogram {
    private final LongAdder nanos = new LongAdder();
    private volatile AtomicLongArray counts = new AtomicLongArray(0);

    void add(long tookNanos) {
        long micros = (tookNanos + 999) / 1_000;
        var current = counts;
        (current.length() == 0 ? started() : current).incrementAndGet(HistogramBounds.bucket(micros));
        nanos.add(tookNanos);
    }

    private synchronized AtomicLongArray started() {
        if (counts.length() == 0) {
            counts = new AtomicLongArray(HistogramBounds.BUCKETS);
        }
        return counts;
    }

    /// As it is now.
    public Snapshot snapshot() {
        var current = counts;
        var copy = new long[HistogramBounds.BUCKETS];
        for (int i = 0; i < current.length(); i++) {
            copy[i] = current.get(i);
        }
        return new Snapshot(copy, nanos.sum());
    }

    /// What was counted until a moment.
    ///
    /// @param counts of each bucket; the last is for what is greater than all bounds
    /// @param nanos of all together
    public record Snapshot(long[] counts, long nanos) {
        public long count() {
            return Arrays.stream(counts).sum();
        }

        /// NaN before the first.
        public double meanMicros() {
            return nanos / 1e3 / count();
        }

        /// The bound of the bucket that this share of all is within; 0 before the first.
        ///
        /// @param share 0 … 1
        public double micros(double share) {
            return HistogramBounds.percentile(counts, share);
        }

        /// The least that the first of them may have taken; 0 before it.
        public double minMicros() {
            return HistogramBounds.least(counts);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Snapshot that && Arrays.equals(counts, that.counts) && nanos == that.nanos;
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(counts) + Long.hashCode(nanos);
        }
    }
}
