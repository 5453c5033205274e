package org.helenus.compaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.helenus.storage.sstable.SSTableId;

/// What a merge may take of the disk while it runs, and how a merge that needs more is made smaller. Pure.
///
/// A merge needs as much as the inputs that it reads, until it ends. One that a strategy chose does some good with
/// fewer inputs too: the largest goes first, as it gives most room and its rewriting brings least. Only inputs of level
/// 0 go, where files may overlap: from the deeper levels all that share keys must take part. What somebody asked for is
/// done as a whole or not at all.
final class DiskBudget {
    private DiskBudget() {}

    /// What a merge writes at most: its inputs without those that are expired.
    static long needed(CompactionTask task, LiveSet live) {
        return bytes(read(task, live));
    }

    private static List<SSTableSummary> read(CompactionTask task, LiveSet live) {
        if (Priority.Kind.of(task.reason()) == Priority.Kind.EDIT) {
            return List.of();
        }
        var wanted = new HashSet<>(task.inputs());
        var inputs = new ArrayList<>(live.files());
        inputs.removeIf(file -> !wanted.contains(file.id()));
        inputs.removeAll(ExpiredSSTables.among(inputs, live));
        return inputs;
    }

    private static long bytes(List<SSTableSummary> files) {
        return files.stream().mapToLong(SSTableSummary::sizeBytes).sum();
    }

    /// The merge, or a smaller one of some of its inputs, that takes no more than `bytes`; empty when there is
    /// none.
    static Optional<CompactionTask> fitting(CompactionTask task, LiveSet live, long bytes) {
        List<SSTableSummary> inputs = read(task, live);
        long needed = bytes(inputs);
        if (needed == 0 || needed <= bytes) {
            return Optional.of(task);
        }
        if (task.reason() != CompactionTask.Reason.COMPACTION) {
            return Optional.empty();
        }
        var droppable = new ArrayList<>(inputs);
        droppable.removeIf(file -> file.level() > 0);
        droppable.sort(Comparator.comparingLong(SSTableSummary::sizeBytes).reversed());
        var left = new ArrayList<SSTableId>(task.inputs());
        int staying = droppable.size();
        int least = inputs.size() > droppable.size() ? 1 : 2; // one meets the files of the next level
        for (SSTableSummary largest : droppable) {
            if (needed <= bytes || staying <= least) {
                break;
            }
            left.remove(largest.id());
            needed -= largest.sizeBytes();
            staying--;
        }
        return needed <= bytes
                ? Optional.of(new CompactionTask(left, task.level(), task.cuts(), task.reason()))
                : Optional.empty();
    }
}
