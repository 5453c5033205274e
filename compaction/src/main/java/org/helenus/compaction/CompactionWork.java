package org.helenus.compaction;

import java.util.List;
import java.util.Optional;

/// What a thread has chosen to do, one merge after the other.
///
/// @param live what it was decided by
/// @param state the strategy's, once this is begun
/// @param request who asked for it; empty: nobody, then it is a single merge
record CompactionWork(
        CompactedTable table,
        LiveSet live,
        List<CompactionTask> tasks,
        CompactionStrategy.State state,
        Optional<CompactedTable.Request> request) {
    CompactionWork {
        tasks = List.copyOf(tasks);
    }

    /// Of a single merge.
    Priority priority() {
        return Priority.of(tasks.getFirst(), live);
    }

    /// Marks the files; under the scheduler's lock.
    void begin() {
        table.state = state;
        tasks.forEach(task -> table.busy.addAll(task.inputs()));
    }
}
