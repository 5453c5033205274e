package org.helenus.compaction;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.sstable.SSTableId;

/// What a compaction did.
///
/// @param id of the task, a time UUID of when it began
/// @param outcome whether its outputs live now
/// @param inputs the files merged or dropped
/// @param expired those of the inputs that were dropped without being read
/// @param outputs the files written
/// @param bytesIn of the inputs
/// @param bytesRead of them
/// @param bytesOut of the outputs
/// @param before counts of the inputs
/// @param after counts of the outputs
/// @param rowsMerged how many rows came from one input, from two, …
/// @param startedMicros since 1970
public record CompactionReport(
        UUID id,
        TableMetadata table,
        CompactionTask.Reason reason,
        Outcome outcome,
        List<SSTableId> inputs,
        List<SSTableId> expired,
        List<SSTableId> outputs,
        int level,
        long bytesIn,
        long bytesRead,
        long bytesOut,
        Counts before,
        Counts after,
        SortedMap<Integer, Long> rowsMerged,
        long startedMicros,
        long durationNanos) {
    public CompactionReport {
        inputs = List.copyOf(inputs);
        expired = List.copyOf(expired);
        outputs = List.copyOf(outputs);
        rowsMerged = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(rowsMerged));
    }

    /// What became of the files written.
    public enum Outcome {
        /// They took the inputs' place.
        DONE,
        /// The inputs did not live any more: the table was truncated or dropped meanwhile. Nothing was
        /// changed.
        OVERTAKEN
    }

    /// How much files hold.
    ///
    /// @param tombstones of cells, rows, collections, partitions and ranges
    public record Counts(long rows, long cells, long tombstones) {
        Counts plus(Counts other) {
            return new Counts(rows + other.rows, cells + other.cells, tombstones + other.tombstones);
        }
    }

    /// Rows that another input held as well, merged into one.
    public long duplicatesDropped() {
        long duplicates = 0;
        for (var entry : rowsMerged.entrySet()) {
            duplicates += (entry.getKey() - 1) * entry.getValue();
        }
        return duplicates;
    }

    /// Bytes written a second.
    public long throughput() {
        return durationNanos <= 0 ? 0 : (long) (bytesOut * 1e9 / durationNanos);
    }

    public CompactionKind kind() {
        return CompactionKind.of(reason);
    }

    public long endedMicros() {
        return startedMicros + durationNanos / 1000;
    }

    /// In one line, for a log.
    public String summary() {
        return ("%s of %s.%s (%s): %d sstables of %d bytes, %d of them expired, to %d of %d bytes, level %d, in %d ms,"
                        + " %d bytes/s; rows by sstables that had them %s; dropped %d duplicates, %d cells, %d tombstones")
                .formatted(
                        reason.text(),
                        table.keyspace(),
                        table.name(),
                        id,
                        inputs.size(),
                        bytesIn,
                        expired.size(),
                        outputs.size(),
                        bytesOut,
                        level,
                        durationNanos / 1_000_000,
                        throughput(),
                        rowsMerged,
                        duplicatesDropped(),
                        cellsDropped(),
                        tombstonesDropped());
    }

    public long rowsDropped() {
        return before.rows - after.rows;
    }

    public long cellsDropped() {
        return before.cells - after.cells;
    }

    public long tombstonesDropped() {
        return before.tombstones - after.tombstones;
    }
}
