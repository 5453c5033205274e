package org.helenus.compaction;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.helenus.storage.Clock;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableId;

/// How often files were read over about the last two hours: a mean that forgets, fed with the files' own counters
/// whenever somebody asks. Not for several threads at once.
final class ReadRates {
    private static final double WINDOW_SECONDS = 7200;
    private static final long LEAST_NANOS = 1_000_000_000L;

    private record Sample(long reads, long nanos, double perSecond) {}

    private final Clock clock;
    private final Map<SSTableId, Sample> samples = new HashMap<>();

    ReadRates(Clock clock) {
        this.clock = clock;
    }

    /// Reads a second.
    double of(SSTable file) {
        return of(file.id(), file.reads());
    }

    double of(SSTableId id, long reads) {
        long now = clock.monotonicNanos();
        var last = samples.get(id);
        if (last == null) {
            samples.put(id, new Sample(reads, now, 0));
            return 0;
        }
        if (now - last.nanos < LEAST_NANOS) {
            return last.perSecond;
        }
        double seconds = (now - last.nanos) / 1e9;
        double kept = Math.exp(-seconds / WINDOW_SECONDS);
        double perSecond = last.perSecond * kept + (reads - last.reads) / seconds * (1 - kept);
        samples.put(id, new Sample(reads, now, perSecond));
        return perSecond;
    }

    /// Forgets all but these.
    void retain(Set<SSTableId> files) {
        samples.keySet().retainAll(files);
    }
}
