package org.helenus.compaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// A table's files by level. From level 1 on the files of a level do not overlap and are in order of their keys; a
/// file that would overlap its neighbour, because levels were left over from elsewhere, counts as one of level 0.
final class Levels {
    private static final Comparator<SSTableSummary> BY_KEY =
            (a, b) -> Arrays.compareUnsigned(a.range().start(), b.range().start());

    private final List<List<SSTableSummary>> files = new ArrayList<>();

    Levels(List<SSTableSummary> live) {
        for (int level = 0; level < LeveledStrategy.LEVELS; level++) {
            files.add(new ArrayList<>());
        }
        var sorted = new ArrayList<>(live);
        sorted.sort(BY_KEY);
        for (SSTableSummary file : sorted) {
            var level = files.get(Math.clamp(file.level(), 0, LeveledStrategy.LEVELS - 1));
            boolean fits =
                    file.level() == 0 || level.isEmpty() || !level.getLast().overlaps(file);
            (fits ? level : files.getFirst()).add(file);
        }
    }

    List<SSTableSummary> get(int level) {
        return files.get(level);
    }

    /// Where a file counts.
    int levelOf(SSTableSummary file) {
        for (int level = 1; level < files.size(); level++) {
            if (files.get(level).contains(file)) {
                return level;
            }
        }
        return 0;
    }

    /// Files of a level that share keys with anything between the first and the last key of `candidates`: what
    /// these become when they are merged may reach over all of it.
    List<SSTableSummary> overlapping(Collection<SSTableSummary> candidates, int level) {
        byte[] start = firstKey(candidates);
        byte[] end = lastKey(candidates);
        var overlapping = new ArrayList<SSTableSummary>();
        for (SSTableSummary file : files.get(level)) {
            if (Arrays.compareUnsigned(file.range().start(), end) < 0
                    && Arrays.compareUnsigned(start, file.range().end()) < 0) {
                overlapping.add(file);
            }
        }
        return overlapping;
    }

    static byte[] firstKey(Collection<SSTableSummary> candidates) {
        return candidates.stream()
                .map(file -> file.range().start())
                .min(Arrays::compareUnsigned)
                .orElseThrow();
    }

    static byte[] lastKey(Collection<SSTableSummary> candidates) {
        return candidates.stream()
                .map(file -> file.range().end())
                .max(Arrays::compareUnsigned)
                .orElseThrow();
    }

    static long bytes(Collection<SSTableSummary> candidates) {
        long bytes = 0;
        for (SSTableSummary file : candidates) {
            bytes += file.sizeBytes();
        }
        return bytes;
    }
}
