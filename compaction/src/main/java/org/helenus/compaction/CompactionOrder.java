package org.helenus.compaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.helenus.compaction.CompactionTask.Reason;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.sstable.SSTableId;

/// What somebody may ask a table's compaction for.
public sealed interface CompactionOrder {
    /// All files, as the strategy merges all of them.
    ///
    /// @param splitOutput where that would be one file: one of half the size, one of a quarter, … down to
    ///     [#LEAST_SPLIT_BYTES]
    record Major(boolean splitOutput) implements CompactionOrder {}

    /// Exactly these files, together.
    record Files(List<SSTableId> ids) implements CompactionOrder {
        public Files {
            ids = List.copyOf(ids);
        }
    }

    /// The files that may hold rows of these tokens, both inclusive, together.
    record Tokens(long first, long last) implements CompactionOrder {}

    /// Each file alone, without what others delete in it.
    ///
    /// @param cells also without the cells that others overwrite or delete; otherwise deleted rows only
    record GarbageCollect(boolean cells) implements CompactionOrder {}

    /// Files are not split smaller.
    long LEAST_SPLIT_BYTES = 50L << 20;

    /// The merges that do it.
    ///
    /// @throws InvalidRequest for files that are not there
    default List<CompactionTask> tasks(CompactionStrategy strategy, LiveSet live) {
        return switch (this) {
            case Major(boolean split) -> split ? split(strategy.major(live), live) : strategy.major(live);
            case Files(List<SSTableId> ids) -> together(strategy, named(ids, live));
            case Tokens(long first, long last) -> together(strategy, holding(first, last, live));
            case GarbageCollect(boolean cells) -> each(strategy, live, cells ? Reason.CELL_GARBAGE : Reason.GARBAGE);
        };
    }

    private static List<CompactionTask> split(List<CompactionTask> tasks, LiveSet live) {
        var split = new ArrayList<CompactionTask>();
        for (CompactionTask task : tasks) {
            long bytes = 0;
            for (SSTableSummary file : live.files()) {
                bytes += task.inputs().contains(file.id()) ? file.sizeBytes() : 0;
            }
            split.add(
                    task.cuts().equals(OutputCuts.NEVER)
                            ? new CompactionTask(
                                    task.inputs(),
                                    task.level(),
                                    new OutputCuts.Halving(bytes, LEAST_SPLIT_BYTES),
                                    task.reason())
                            : task);
        }
        return split;
    }

    private static List<SSTableSummary> named(List<SSTableId> ids, LiveSet live) {
        var files = live.candidates().stream()
                .filter(file -> ids.contains(file.id()))
                .toList();
        if (files.size() < ids.stream().distinct().count() || files.isEmpty()) {
            var missing = new ArrayList<>(ids);
            files.forEach(file -> missing.removeIf(file.id()::equals));
            throw new InvalidRequest("Will not compact "
                    + missing.stream().map(SSTableId::fileName).collect(Collectors.joining(", "))
                    + ": it is not an active sstable");
        }
        return files;
    }

    private static List<SSTableSummary> holding(long first, long last, LiveSet live) {
        var files = new ArrayList<SSTableSummary>();
        for (SSTableSummary file : live.candidates()) {
            long from = RingSpan.token(file.range().start());
            long to = RingSpan.token(file.range().end());
            if (from <= last && first <= to) {
                files.add(file);
            }
        }
        return files;
    }

    private static List<CompactionTask> together(CompactionStrategy strategy, List<SSTableSummary> files) {
        if (files.isEmpty()) {
            return List.of();
        }
        int level = files.size() == 1 ? files.getFirst().level() : 0;
        return List.of(CompactionTask.of(files, level, strategy.cuts(files, level), Reason.USER_DEFINED));
    }

    /// The oldest first: what they lose can then free others of their deletions.
    private static List<CompactionTask> each(CompactionStrategy strategy, LiveSet live, Reason reason) {
        return live.candidates().stream()
                .sorted(Comparator.comparingLong(SSTableSummary::maxTimestamp))
                .map(file -> CompactionTask.of(
                        List.of(file), file.level(), strategy.cuts(List.of(file), file.level()), reason))
                .toList();
    }
}
