package org.helenus.compaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.helenus.storage.sstable.SSTableId;

/// All that a strategy decides by: one table's files at one moment.
///
/// @param files live ones, in the order in which they came to be
/// @param busy those that a running compaction merges, and those that must not be touched
/// @param minTimestampElsewhere the oldest write in no file, microseconds
/// @param nowMillis since 1970
/// @param gcBeforeSeconds deletions from before may go: now − gc grace
/// @param seed for strategies that choose among equals
public record LiveSet(
        List<SSTableSummary> files,
        Set<SSTableId> busy,
        long minTimestampElsewhere,
        long nowMillis,
        long gcBeforeSeconds,
        long seed) {
    public LiveSet {
        files = List.copyOf(files);
        busy = Set.copyOf(busy);
    }

    /// The files that may be merged.
    public List<SSTableSummary> candidates() {
        var candidates = new ArrayList<SSTableSummary>(files.size());
        for (SSTableSummary file : files) {
            if (!busy.contains(file.id())) {
                candidates.add(file);
            }
        }
        return candidates;
    }

    /// The other live files that share keys with this one.
    public List<SSTableSummary> overlapping(SSTableSummary file) {
        var overlapping = new ArrayList<SSTableSummary>();
        for (SSTableSummary other : files) {
            if (!other.id().equals(file.id()) && other.overlaps(file)) {
                overlapping.add(other);
            }
        }
        return overlapping;
    }
}
