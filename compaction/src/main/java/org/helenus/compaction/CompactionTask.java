package org.helenus.compaction;

import java.util.List;
import org.helenus.storage.sstable.SSTableId;

/// One merge that a strategy wants.
///
/// @param inputs files that the outputs take the place of
/// @param level of the outputs
/// @param cuts where outputs end
/// @param reason why
public record CompactionTask(List<SSTableId> inputs, int level, OutputCuts cuts, Reason reason) {
    public static final long UNLIMITED = Long.MAX_VALUE;

    /// Why files are merged.
    public enum Reason {
        /// Files of similar size, or of one level's excess.
        COMPACTION("Compaction"),
        /// One file, for the deletions and expired cells in it.
        TOMBSTONES("Tombstone Compaction"),
        /// One file sinks a level as it is, without being rewritten.
        LEVEL_CHANGE("Level Change"),
        /// The oldest files go, without being read, whatever is in them: the table's bounds say so.
        DROP("Drop"),
        /// Somebody asked for all files.
        MAJOR("Major Compaction"),
        /// Somebody asked for these files.
        USER_DEFINED("User Defined Compaction"),
        /// Somebody asked to leave out the rows that other files delete.
        GARBAGE("Garbage Collection"),
        /// Somebody asked to leave out all that other files delete or overwrite.
        CELL_GARBAGE("Garbage Collection of Cells");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /// For people.
        public String text() {
            return text;
        }
    }

    public CompactionTask {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("nothing to merge");
        }
    }

    /// @param maxOutputBytes an output is cut when it reaches this; [#UNLIMITED]: one output
    public CompactionTask(List<SSTableId> inputs, int level, long maxOutputBytes, Reason reason) {
        this(
                inputs,
                level,
                maxOutputBytes == UNLIMITED ? OutputCuts.NEVER : new OutputCuts.AtBytes(maxOutputBytes),
                reason);
    }

    static CompactionTask of(List<SSTableSummary> files, Reason reason) {
        return of(files, 0, OutputCuts.NEVER, reason);
    }

    static CompactionTask of(List<SSTableSummary> files, int level, OutputCuts cuts, Reason reason) {
        return new CompactionTask(files.stream().map(SSTableSummary::id).toList(), level, cuts, reason);
    }

    public CompactionKind kind() {
        return CompactionKind.of(reason);
    }

    /// Where outputs are cut by size; [#UNLIMITED] when they are not.
    public long maxOutputBytes() {
        return cuts instanceof OutputCuts.AtBytes(long bytes) ? bytes : UNLIMITED;
    }
}
