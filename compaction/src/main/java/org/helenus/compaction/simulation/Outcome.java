package org.helenus.compaction.simulation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What a simulation showed.
///
/// @param flushedBytes by flushes
/// @param mergedBytes written by merges
/// @param merges carried out
/// @param droppedFiles without being read
/// @param largestMergeBytes read by one merge
/// @param samples over time, the last one when all is settled
public record Outcome(
        String name,
        long flushedBytes,
        long mergedBytes,
        int merges,
        int droppedFiles,
        long largestMergeBytes,
        List<Sample> samples) {
    public Outcome {
        samples = List.copyOf(samples);
    }

    /// Bytes written for each byte flushed, in the end.
    public double writeAmplification() {
        return (double) (flushedBytes + mergedBytes) / Math.max(1, flushedBytes);
    }

    public double mean(ToDoubleFunction<Sample> figure) {
        return samples.stream().mapToDouble(figure).average().orElse(0);
    }

    public double greatest(ToDoubleFunction<Sample> figure) {
        return samples.stream().mapToDouble(figure).max().orElse(0);
    }
}
