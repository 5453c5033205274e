package org.helenus.compaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Judges whether rewriting one file would free enough: it is old enough, enough of it is droppable, and enough of
/// that lies where no other file has keys.
final class TombstoneCompaction {
    private final TombstoneOptions options;

    TombstoneCompaction(TombstoneOptions options) {
        this.options = options;
    }

    boolean isWorthIt(SSTableSummary file, LiveSet live) {
        if (live.nowMillis() < file.createdMillis() + options.intervalSeconds() * 1000) {
            return false;
        }
        double ratio = file.droppableRatio(live.gcBeforeSeconds());
        if (ratio <= options.threshold()) {
            return false;
        }
        if (options.unchecked()) {
            return true;
        }
        List<SSTableSummary> overlapping = live.overlapping(file);
        return overlapping.isEmpty()
                || !ExpiredSSTables.among(List.of(file), live).isEmpty()
                || shareAlone(file, overlapping) * ratio > options.threshold();
    }

    /// The share of the file's tokens that no other file covers. Tokens are uniform, so it is about the share of
    /// its partitions.
    static double shareAlone(SSTableSummary file, List<SSTableSummary> others) {
        double from = RingSpan.fraction(file.range().start());
        double to = RingSpan.fraction(file.range().end());
        if (!(to > from)) {
            return 0;
        }
        var covered = new ArrayList<double[]>();
        for (SSTableSummary other : others) {
            var span = RingSpan.of(other);
            covered.add(new double[] {Math.max(from, span.from()), Math.min(to, span.to())});
        }
        covered.sort(Comparator.comparingDouble(part -> part[0]));
        double alone = 0;
        double reached = from;
        for (double[] part : covered) {
            alone += Math.max(0, part[0] - reached);
            reached = Math.max(reached, part[1]);
        }
        return (alone + Math.max(0, to - reached)) / (to - from);
    }
}
