package org.helenus.compaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.helenus.compaction.UnifiedOptions.Inclusion;

/// Which files lie over the same place of the key space.
final class Overlaps {
    private static final Comparator<SSTableSummary> BY_START =
            (a, b) -> Arrays.compareUnsigned(a.range().start(), b.range().start());
    private static final Comparator<SSTableSummary> BY_END =
            (a, b) -> Arrays.compareUnsigned(a.range().end(), b.range().end());

    private Overlaps() {}

    /// Along the key space, the largest sets of files that all overlap each other: for each place the files over it
    /// are together in one, and a file is in neighbouring sets only.
    static List<Set<SSTableSummary>> sets(List<SSTableSummary> files) {
        var sets = new ArrayList<Set<SSTableSummary>>();
        var sorted = new ArrayList<>(files);
        sorted.sort(BY_START);
        var open = new PriorityQueue<>(BY_END);
        for (SSTableSummary file : sorted) {
            if (endsBefore(open, file)) {
                sets.add(new LinkedHashSet<>(open));
                do {
                    open.remove();
                } while (endsBefore(open, file));
            }
            open.add(file);
        }
        if (!open.isEmpty()) {
            sets.add(new LinkedHashSet<>(open));
        }
        return sets;
    }

    private static boolean endsBefore(PriorityQueue<SSTableSummary> open, SSTableSummary file) {
        return !open.isEmpty()
                && Arrays.compareUnsigned(
                                open.peek().range().end(), file.range().start())
                        <= 0;
    }

    /// Neighbouring sets that are merged together.
    ///
    /// @param depth how many files the deepest of them has
    record Bucket(List<Set<SSTableSummary>> sets, int depth) {
        /// All files, the oldest first.
        List<SSTableSummary> files() {
            var all = new LinkedHashSet<SSTableSummary>();
            sets.forEach(all::addAll);
            var sorted = new ArrayList<>(all);
            sorted.sort(Comparator.comparingLong(SSTableSummary::maxTimestamp)
                    .thenComparingLong(SSTableSummary::createdMillis));
            return sorted;
        }

        /// The oldest files, as many as keep every set within `most`.
        List<SSTableSummary> oldest(int most) {
            var taken = new ArrayList<SSTableSummary>();
            for (SSTableSummary file : files()) {
                taken.add(file);
                boolean tooDeep = sets.stream()
                        .anyMatch(set -> set.stream().filter(taken::contains).count() > most);
                if (tooDeep) {
                    taken.removeLast();
                    break;
                }
            }
            return taken;
        }
    }

    /// A bucket for each set of at least `threshold` files, with what the inclusion adds to it.
    static List<Bucket> buckets(List<Set<SSTableSummary>> sets, int threshold, Inclusion inclusion) {
        var buckets = new ArrayList<Bucket>();
        int free = 0; // sets before this are in a bucket, or were left out by one
        for (int i = 0; i < sets.size(); i++) {
            if (sets.get(i).size() < threshold) {
                continue;
            }
            int from = i;
            int to = i + 1;
            if (inclusion != Inclusion.NONE) {
                var all = new LinkedHashSet<>(sets.get(i));
                Set<SSTableSummary> joined = inclusion == Inclusion.TRANSITIVE ? all : sets.get(i);
                while (from > free && meet(sets.get(from - 1), joined)) {
                    all.addAll(sets.get(--from));
                }
                while (to < sets.size() && meet(sets.get(to), joined)) {
                    all.addAll(sets.get(to++));
                }
            }
            List<Set<SSTableSummary>> part = List.copyOf(sets.subList(from, to));
            buckets.add(new Bucket(part, part.stream().mapToInt(Set::size).max().orElseThrow()));
            free = to;
            i = to - 1;
        }
        return buckets;
    }

    private static boolean meet(Set<SSTableSummary> a, Set<SSTableSummary> b) {
        for (SSTableSummary file : a) {
            if (b.contains(file)) {
                return true;
            }
        }
        return false;
    }

    /// Files that touch each other, however indirectly, together.
    static List<List<SSTableSummary>> islands(List<SSTableSummary> files) {
        var islands = new ArrayList<List<SSTableSummary>>();
        var sorted = new ArrayList<>(files);
        sorted.sort(BY_START);
        byte[] end = {};
        for (SSTableSummary file : sorted) {
            if (islands.isEmpty() || Arrays.compareUnsigned(end, file.range().start()) <= 0) {
                islands.add(new ArrayList<>());
                end = file.range().end();
            }
            islands.getLast().add(file);
            end = Arrays.compareUnsigned(end, file.range().end()) < 0
                    ? file.range().end()
                    : end;
        }
        return islands;
    }
}
