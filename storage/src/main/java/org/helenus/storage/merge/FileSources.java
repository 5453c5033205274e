package org.helenus.storage.merge;

import java.util.List;

/// The files among the sources of a read, with what is known of all of them: found out once, asked by every read of the
/// same files. The sources may come in any order; a point read is done soonest when the newest come first. Immutable;
/// any thread.
public final class FileSources {
    public static final FileSources NONE = new FileSources(List.of());

    private final EntrySource[] sources;
    /// Of each source and all after it.
    private final long[] greatestTimestamps;
    private final boolean haveDeletions;

    /// @param sources whose deletions and timestamps do not change
    public FileSources(List<? extends EntrySource> sources) {
        this.sources = sources.toArray(EntrySource[]::new);
        greatestTimestamps = new long[this.sources.length + 1];
        greatestTimestamps[this.sources.length] = Long.MIN_VALUE;
        boolean any = false;
        for (int i = this.sources.length - 1; i >= 0; i--) {
            greatestTimestamps[i] = Math.max(greatestTimestamps[i + 1], this.sources[i].maxTimestamp());
            any |= !this.sources[i].deletions().isEmpty();
        }
        haveDeletions = any;
    }

    public int count() {
        return sources.length;
    }

    EntrySource source(int i) {
        return sources[i];
    }

    /// No write in source `i` or behind has a greater timestamp.
    long greatestTimestamp(int i) {
        return greatestTimestamps[i];
    }

    /// Whether any of them has deletions of partitions or ranges.
    boolean haveDeletions() {
        return haveDeletions;
    }
}
