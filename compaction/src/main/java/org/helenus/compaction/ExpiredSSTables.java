package org.helenus.compaction;

import java.util.ArrayList;
import java.util.List;

/// Finds files that can be dropped without being read: everything in them was deleted or has expired before gc grace,
/// and nothing that stays and shares keys with them is old enough to be shadowed by what they hold.
public final class ExpiredSSTables {
    private ExpiredSSTables() {}

    /// Those of `candidates` that can go. A file that cannot go may keep others: what it holds counts as staying.
    public static List<SSTableSummary> among(List<SSTableSummary> candidates, LiveSet live) {
        var expired = new ArrayList<SSTableSummary>();
        for (SSTableSummary candidate : candidates) {
            if (candidate.isExpired(live.gcBeforeSeconds())) {
                expired.add(candidate);
            }
        }
        boolean changed = true;
        while (changed) { // until no more file has to stay because of one that has to stay
            changed = expired.removeIf(file -> file.maxTimestamp() >= oldestThatStays(file, expired, live));
        }
        return expired;
    }

    /// Those of `candidates` in which everything has expired, whatever they delete elsewhere.
    static List<SSTableSummary> regardless(List<SSTableSummary> candidates, LiveSet live) {
        return candidates.stream()
                .filter(candidate -> candidate.isExpired(live.gcBeforeSeconds()))
                .toList();
    }

    private static long oldestThatStays(SSTableSummary file, List<SSTableSummary> going, LiveSet live) {
        long oldest = live.minTimestampElsewhere();
        for (SSTableSummary other : live.files()) {
            if (other.overlaps(file) && !going.contains(other)) {
                oldest = Math.min(oldest, other.minTimestamp());
            }
        }
        return oldest;
    }
}
