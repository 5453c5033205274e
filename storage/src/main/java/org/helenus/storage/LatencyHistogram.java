package org.helenus.storage;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// How long something took, in buckets of microseconds that grow by a fifth: 1, 2, 3, … 10, 12, 14, 17, … A bucket
/// holds what is greater than the bound before and at most its own. Bounds are those of Cassandra's histograms, so
/// figures compare. Threads: any.
public final class LatencyHistogram {
    private static final int BUCKETS = 91;
    private static final long[] BOUNDS = bounds();

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS + 1);
    private final LongAdder nanos = new LongAdder();

    private static long[] bounds() {
        var bounds = new long[BUCKETS];
        long last = 1;
        bounds[0] = last;
        for (int i = 1; i < bounds.length; i++) {
            last = Math.max(last + 1, Math.round(last * 1.2));
            bounds[i] = last;
        }
        return bounds;
    }

    void add(long tookNanos) {
        long micros = (tookNanos + 999) / 1_000;
        int at = Arrays.binarySearch(BOUNDS, micros);
        counts.incrementAndGet(at >= 0 ? at : -at - 1);
        nanos.add(tookNanos);
    }

    /// As it is now.
    public Snapshot snapshot() {
        var copy = new long[BUCKETS + 1];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts.get(i);
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
            long wanted = Math.max(1, (long) Math.ceil(count() * share));
            long seen = 0;
            for (int i = 0; i < counts.length; i++) {
                seen += counts[i];
                if (seen >= wanted) {
                    return i < BOUNDS.length ? BOUNDS[i] : Double.POSITIVE_INFINITY;
                }
            }
            return 0;
        }

        /// The least that the first of them may have taken; 0 before it.
        public double minMicros() {
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    return i == 0 ? 0 : BOUNDS[i - 1] + 1;
                }
            }
            return 0;
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
