package org.helenus.compaction.simulation;

/// How a simulated table stands at one moment.
///
/// @param seconds since the beginning
/// @param writeAmplification bytes written by flushes and merges, for each byte flushed
/// @param readAmplification files over one place, on average: what a read must ask that no filter answers for
/// @param spaceAmplification bytes on disk for each byte that a reader can still see
/// @param files live ones
/// @param bytes of them
/// @param debtBytes that due merges would read
/// @param pendingTasks merges due, as the strategy estimates them
/// @param largestMergeBytes read by one merge since the last sample
public record Sample(
        double seconds,
        double writeAmplification,
        double readAmplification,
        double spaceAmplification,
        int files,
        long bytes,
        long debtBytes,
        int pendingTasks,
        long largestMergeBytes) {}
