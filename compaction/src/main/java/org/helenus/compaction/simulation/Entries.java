package org.helenus.compaction.simulation;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/// Rows as far as compaction cares, in the order of their places on the ring; each place once. Immutable.
///
/// @param places on the ring, unsigned
/// @param stamps write timestamps, microseconds
/// @param ends seconds when the row expires; [#NEVER]; negative: deleted at −end
record Entries(long[] places, long[] stamps, long[] ends) {
    static final long NEVER = Long.MAX_VALUE;
    static final Entries NONE = new Entries(new long[0], new long[0], new long[0]);

    int size() {
        return places.length;
    }

    boolean isTombstone(int index) {
        return ends[index] < 0;
    }

    /// When a deletion or expiry is as good as a tombstone; [#NEVER] for what lives on.
    long deletedAt(int index) {
        return Math.abs(ends[index]);
    }

    /// The newest of each place.
    static Entries merge(List<Entries> all) {
        if (all.isEmpty()) {
            return NONE;
        }
        var queue = new ArrayDeque<>(all);
        while (queue.size() > 1) {
            queue.add(merge(queue.remove(), queue.remove()));
        }
        return queue.remove();
    }

    private static Entries merge(Entries a, Entries b) {
        var out = new Builder(a.size() + b.size());
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            int order = i == a.size() ? 1 : j == b.size() ? -1 : Long.compareUnsigned(a.places[i], b.places[j]);
            if (order == 0) {
                if (a.stamps[i] >= b.stamps[j]) {
                    out.add(a, i);
                } else {
                    out.add(b, j);
                }
                i++;
                j++;
            } else if (order < 0) {
                out.add(a, i++);
            } else {
                out.add(b, j++);
            }
        }
        return out.build();
    }

    boolean holds(long place) {
        int low = 0;
        int high = places.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(places[middle], place);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    /// Collects entries in order.
    static final class Builder {
        private long[] places;
        private long[] stamps;
        private long[] ends;
        private int size;

        Builder(int capacity) {
            places = new long[Math.max(1, capacity)];
            stamps = new long[places.length];
            ends = new long[places.length];
        }

        void add(Entries from, int index) {
            add(from.places[index], from.stamps[index], from.ends[index]);
        }

        void add(long place, long stamp, long end) {
            if (size == places.length) {
                places = Arrays.copyOf(places, 2 * size);
                stamps = Arrays.copyOf(stamps, 2 * size);
                ends = Arrays.copyOf(ends, 2 * size);
            }
            places[size] = place;
            stamps[size] = stamp;
            ends[size++] = end;
        }

        int size() {
            return size;
        }

        Entries build() {
            return new Entries(Arrays.copyOf(places, size), Arrays.copyOf(stamps, size), Arrays.copyOf(ends, size));
        }
    }
}
