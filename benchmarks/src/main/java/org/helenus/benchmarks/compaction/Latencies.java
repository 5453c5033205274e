package org.helenus.benchmarks.compaction;

/// Durations in nanoseconds, kept to about one part in 64, of any length. One thread writes; others read afterwards.
final class Latencies {
    private static final int SUB_BITS = 6;
    private static final int SUB = 1 << SUB_BITS;

    private final long[] counts = new long[(Long.SIZE - SUB_BITS) * SUB];
    private long count;
    private long max;

    void add(long nanos) {
        long duration = Math.max(0, nanos);
        counts[bucket(duration)]++;
        count++;
        max = Math.max(max, duration);
    }

    /// Below 64 each has its own bucket; from there on each power of two has 64.
    private static int bucket(long nanos) {
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos | 1);
        int shift = Math.max(0, power - SUB_BITS);
        return shift * SUB + (int) (nanos >>> shift);
    }

    /// The greatest duration that falls into a bucket.
    private static long end(int bucket) {
        int shift = bucket < 2 * SUB ? 0 : bucket / SUB - 1;
        return ((long) (bucket - shift * SUB) + 1 << shift) - 1;
    }

    long count() {
        return count;
    }

    long maxNanos() {
        return max;
    }

    /// At most a share of the durations is longer.
    ///
    /// @param share such as 0.99
    long quantileNanos(double share) {
        long wanted = (long) Math.ceil(count * share);
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted && seen > 0) {
                return Math.min(max, end(bucket));
            }
        }
        return max;
    }
}
