package org.helenus.compaction.simulation;

/// What compaction has to run on.
///
/// @param compactors merges at once
/// @param bytesPerSecond that they write together; 0: a merge takes no time
/// @param entriesPerFlush how many rows stand for all of a flush: more are more exact and slower
/// @param seed of everything that is left to chance
public record Machine(int compactors, long bytesPerSecond, int entriesPerFlush, long seed) {
    public static final Machine DEFAULT = new Machine(2, 64L << 20, 1000, 1);

    public Machine {
        if (compactors < 1 || bytesPerSecond < 0 || entriesPerFlush < 1) {
            throw new IllegalArgumentException("a machine needs a compactor, and entries to work on");
        }
    }
}
