package org.helenus.compaction;

import java.util.Arrays;
import java.util.List;

/// Decides which files to merge, and nothing else: no I/O, no clock, no threads. The same live set, state and options
/// give the same answer.
public interface CompactionStrategy {
    /// What should be merged now, most useful first; no file is in two tasks.
    Pick pick(LiveSet live, State state);

    /// How to merge everything, for somebody who asked.
    List<CompactionTask> major(LiveSet live);

    /// Where the output is cut when somebody asks to merge these files into a level.
    default OutputCuts cuts(List<SSTableSummary> files, int level) {
        return OutputCuts.NEVER;
    }

    /// How far the files are behind, those that are being merged included.
    Debt debt(LiveSet live);

    /// About how many merges are due.
    int pendingTasks(LiveSet live);

    /// The tasks, and the state for the next question.
    record Pick(List<CompactionTask> tasks, State state) {
        public Pick {
            tasks = List.copyOf(tasks);
        }
    }

    /// What a strategy remembers from one question to the next, in bytes of its own; lost, it starts anew without
    /// harm.
    record State(byte[] bytes) {
        public static final State EMPTY = new State(new byte[0]);

        @Override
        public boolean equals(Object other) {
            return other instanceof State state && Arrays.equals(bytes, state.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
