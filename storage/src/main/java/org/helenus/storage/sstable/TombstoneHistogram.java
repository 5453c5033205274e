package org.helenus.storage.sstable;

import java.util.Arrays;

/// How many deletions and expiring cells of a file fall due when: at most [#MAX_POINTS] points of (seconds, count) in
/// ascending order. When there are more different times, the two nearest become one, at their weighted middle, so sums
/// are estimates between points and exact over all.
///
/// @param seconds of the deletion or expiry, since 1970
public record TombstoneHistogram(long[] seconds, long[] counts) {
    static final int MAX_POINTS = 100;

    public static final TombstoneHistogram EMPTY = new TombstoneHistogram(new long[0], new long[0]);

    public TombstoneHistogram {
        if (seconds.length != counts.length) {
            throw new IllegalArgumentException(seconds.length + " times for " + counts.length + " counts");
        }
    }

    /// About how many fell due before `beforeSeconds`.
    public double countBefore(long beforeSeconds) {
        double sum = 0;
        for (int i = 0; i < seconds.length && seconds[i] < beforeSeconds; i++) {
            sum += counts[i];
        }
        return sum;
    }

    public long total() {
        return Arrays.stream(counts).sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TombstoneHistogram that
                && Arrays.equals(seconds, that.seconds)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(seconds) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("{");
        for (int i = 0; i < seconds.length; i++) {
            text.append(i == 0 ? "" : ", ").append(seconds[i]).append('=').append(counts[i]);
        }
        return text.append('}').toString();
    }

    /// Collects the points. One thread.
    static final class Builder {
        private final long[] seconds = new long[MAX_POINTS + 1];
        private final long[] counts = new long[MAX_POINTS + 1];
        private int size;

        void add(long second) {
            int at = Arrays.binarySearch(seconds, 0, size, second);
            if (at >= 0) {
                counts[at]++;
                return;
            }
            at = -at - 1;
            System.arraycopy(seconds, at, seconds, at + 1, size - at);
            System.arraycopy(counts, at, counts, at + 1, size - at);
            seconds[at] = second;
            counts[at] = 1;
            if (++size > MAX_POINTS) {
                joinNearest();
            }
        }

        private void joinNearest() {
            int nearest = 0;
            for (int i = 1; i + 1 < size; i++) {
                if (seconds[i + 1] - seconds[i] < seconds[nearest + 1] - seconds[nearest]) {
                    nearest = i;
                }
            }
            long count = counts[nearest] + counts[nearest + 1];
            double share = (double) counts[nearest + 1] / count;
            seconds[nearest] += (long) ((seconds[nearest + 1] - seconds[nearest]) * share);
            counts[nearest] = count;
            System.arraycopy(seconds, nearest + 2, seconds, nearest + 1, size - nearest - 2);
            System.arraycopy(counts, nearest + 2, counts, nearest + 1, size - nearest - 2);
            size--;
        }

        TombstoneHistogram build() {
            return new TombstoneHistogram(Arrays.copyOf(seconds, size), Arrays.copyOf(counts, size));
        }
    }
}
