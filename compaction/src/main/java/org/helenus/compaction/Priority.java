package org.helenus.compaction;

import java.util.Comparator;

/// Which merge goes first: what costs nothing, then what makes reads ask fewer files, from the top levels down and from
/// small to large, last what only frees space. Less is more urgent.
///
/// @param kind see [Kind]
/// @param level the highest of its inputs, the lowest number
/// @param bytes of its inputs
public record Priority(Kind kind, int level, long bytes) implements Comparable<Priority> {
    /// In order.
    public enum Kind {
        /// One edit of the manifest.
        EDIT,
        /// Fewer files for reads.
        MERGE,
        /// Deletions and garbage go; nothing is faster.
        COSMETIC;

        static Kind of(CompactionTask.Reason reason) {
            return switch (reason) {
                case DROP, LEVEL_CHANGE -> EDIT;
                case COMPACTION, MAJOR, USER_DEFINED -> MERGE;
                case TOMBSTONES, GARBAGE, CELL_GARBAGE -> COSMETIC;
            };
        }
    }

    private static final Comparator<Priority> ORDER = Comparator.comparing(Priority::kind)
            .thenComparingInt(Priority::level)
            .thenComparingLong(Priority::bytes);

    public static Priority of(CompactionTask task, LiveSet live) {
        int level = Integer.MAX_VALUE;
        long bytes = 0;
        for (SSTableSummary file : live.files()) {
            if (task.inputs().contains(file.id())) {
                level = Math.min(level, file.level());
                bytes += file.sizeBytes();
            }
        }
        return new Priority(Kind.of(task.reason()), level, bytes);
    }

    /// Whether a merge of this priority may interrupt one of another: it is more urgent, and short beside it.
    boolean mayInterrupt(Priority running) {
        return compareTo(running) < 0 && bytes <= running.bytes / 4;
    }

    @Override
    public int compareTo(Priority other) {
        return ORDER.compare(this, other);
    }
}
