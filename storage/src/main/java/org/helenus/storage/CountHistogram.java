package org.helenus.storage;

import java.util.concurrent.atomic.AtomicLongArray;

/// How many there were of something each time, in the buckets of [HistogramBounds]; none counts as one, as Cassandra's
/// views have it. The greatest is kept exactly. Takes memory from the first on. Threads: any.
public final class CountHistogram {
    private volatile AtomicLongArray counts = new AtomicLongArray(0);
    private volatile long greatest;

    /// Notes the greatest, and nothing else: for those that are not counted.
    public void atMost(long value) {
        if (Math.max(1, value) > greatest) {
            raise(Math.max(1, value));
        }
    }

    public void add(long value) {
        atMost(value);
        var current = counts;
        (current.length() == 0 ? started() : current).incrementAndGet(HistogramBounds.bucket(value));
    }

    private synchronized void raise(long value) {
        greatest = Math.max(greatest, value);
    }

    private synchronized AtomicLongArray started() {
        if (counts.length() == 0) {
            counts = new AtomicLongArray(HistogramBounds.BUCKETS);
        }
        return counts;
    }

    /// 0 before the first.
    public long greatest() {
        return greatest;
    }

    /// The bound of the bucket that this share of all is within; 0 before the first.
    ///
    /// @param share 0 … 1
    public double percentile(double share) {
        var current = counts;
        var copy = new long[current.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = current.get(i);
        }
        return HistogramBounds.percentile(copy, share);
    }
}
