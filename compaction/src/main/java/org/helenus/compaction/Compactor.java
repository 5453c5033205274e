package org.helenus.compaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.helenus.compaction.CompactionReport.Counts;
import org.helenus.compaction.CompactionReport.Outcome;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.Clock;
import org.helenus.storage.KeyRange;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.TableStore;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableStatistics;

/// Carries one task out: merges its inputs, leaves out what nobody needs any more, and puts the new files in their
/// place with one edit of the manifest. A crash or a failure leaves the old files, or the new ones.
///
/// A deletion or expired cell goes when gc grace has passed **and** [PurgeHorizon] says that nothing outside of the
/// merge is as old as it. Files that are expired altogether are not read. Cells of dropped columns go.
///
/// Threads: any; parts of a merge may run on those of others.
final class Compactor {
    /// Merges are not divided into parts of fewer bytes.
    static final long PART_BYTES = 64L << 20;

    private final Clock clock;
    private final Throttle throttle;
    private final MergeParts.Helpers helpers;
    private final long partBytes;

    Compactor(Clock clock, Throttle throttle) {
        this(clock, throttle, MergeParts.Helpers.NONE, PART_BYTES);
    }

    /// @param helpers who may take parts of a merge
    /// @param partBytes how large a part is at least
    Compactor(Clock clock, Throttle throttle, MergeParts.Helpers helpers, long partBytes) {
        this.clock = clock;
        this.throttle = throttle;
        this.helpers = helpers;
        this.partBytes = partBytes;
    }

    /// Of an id that says nothing.
    CompactionReport run(TableStore table, CompactionTask task, MergeWatch watch) throws IOException {
        return run(new UUID(0, 0), table, task, watch);
    }

    /// @param watch when it says so the task ends with a [CompactionStoppedException]
    CompactionReport run(UUID id, TableStore table, CompactionTask task, MergeWatch watch) throws IOException {
        long startedMicros = clock.wallMicros();
        long startedNanos = clock.monotonicNanos();
        long elsewhere = oldestInMemory(table);
        try (var live = table.sstables()) {
            var metadata = table.metadata();
            var inputs = new ArrayList<LiveSSTable>();
            var outside = new ArrayList<LiveSSTable>();
            var wanted = new HashSet<>(task.inputs());
            for (LiveSSTable file : live.all()) {
                if (wanted.contains(file.sstable().id())) {
                    inputs.add(file);
                } else {
                    outside.add(file);
                }
            }
            var merge =
                    new Merge(table, metadata, task, inputs, expired(task, live.all(), inputs, metadata, elsewhere));
            Outcome outcome = Outcome.OVERTAKEN;
            List<SSTable> outputs = List.of();
            boolean complete = inputs.size() == wanted.size();
            if (complete && task.reason() == CompactionTask.Reason.LEVEL_CHANGE) {
                outcome = merge.changeLevel() ? Outcome.DONE : Outcome.OVERTAKEN;
            } else if (complete) {
                outputs = merge.write(outside, elsewhere, watch);
                merge.count(outputs); // before their references go
                outcome = table.replace(merge.removed(), merge.added(outputs)) ? Outcome.DONE : Outcome.OVERTAKEN;
            }
            return merge.report(id, outcome, startedMicros, clock.monotonicNanos() - startedNanos);
        }
    }

    /// Taken before the files are: a flush in between is then counted twice rather than not at all.
    static long oldestInMemory(TableStore table) {
        try (var live = table.sstables()) {
            return live.minMemtableTimestamp();
        }
    }

    /// The inputs that are not read.
    private List<LiveSSTable> expired(
            CompactionTask task,
            List<LiveSSTable> all,
            List<LiveSSTable> inputs,
            TableMetadata metadata,
            long elsewhere) {
        if (task.reason() == CompactionTask.Reason.DROP) {
            return inputs;
        }
        var live = LiveSets.of(all, metadata, elsewhere, clock.wallMicros() / 1000);
        var candidates = new ArrayList<SSTableSummary>();
        for (LiveSSTable input : inputs) {
            candidates.add(LiveSets.summary(input, 0));
        }
        var ids = new HashSet<>();
        ExpiredSSTables.among(candidates, live).forEach(file -> ids.add(file.id()));
        return inputs.stream()
                .filter(input -> ids.contains(input.sstable().id()))
                .toList();
    }

    /// One task on its way.
    private final class Merge {
        private final TableStore table;
        private final TableMetadata metadata;
        private final CompactionTask task;
        private final List<LiveSSTable> inputs;
        private final List<LiveSSTable> expired;
        private final List<LiveSSTable> read;
        private final TreeMap<Integer, Long> rowsMerged = new TreeMap<>();
        private long bytesOut;
        private Counts after = new Counts(0, 0, 0);
        private List<SSTable> written = List.of();

        Merge(
                TableStore table,
                TableMetadata metadata,
                CompactionTask task,
                List<LiveSSTable> inputs,
                List<LiveSSTable> expired) {
            this.table = table;
            this.metadata = metadata;
            this.task = task;
            this.inputs = inputs;
            this.expired = expired;
            read = inputs.stream().filter(input -> !expired.contains(input)).toList();
        }

        List<SSTable> write(List<LiveSSTable> outside, long elsewhere, MergeWatch watch) throws IOException {
            if (read.isEmpty()) {
                return List.of();
            }
            watch.begins(read.stream()
                    .mapToLong(file -> file.sstable().statistics().contentBytes())
                    .sum());
            var ranges = MergePart.ranges(task, read, partBytes);
            var sources = new MergePart.Sources(table, metadata, task, read, outside, elsewhere, clock.wallMicros());
            var parts = new ArrayList<MergePart>();
            for (KeyRange range : ranges) {
                parts.add(new MergePart(sources, range, throttle));
            }
            try (var together = new MergeParts(parts)) {
                List<SSTable> outputs = together.run(helpers, watch);
                rowsMerged.putAll(together.rowsMerged());
                return outputs;
            }
        }

        void count(List<SSTable> outputs) {
            written = outputs;
            for (SSTable output : outputs) {
                bytesOut += output.sizeBytes();
                after = after.plus(counts(output));
            }
        }

        /// One edit, and the file stays as it is.
        boolean changeLevel() throws IOException {
            LiveSSTable input = inputs.getFirst();
            var sstable = input.sstable();
            if (!sstable.retain()) { // for the table, which gives it back
                return false;
            }
            count(List.of(sstable));
            var sunk = new LiveSSTable(sstable, input.firstToken(), input.lastToken(), task.level());
            return table.replace(List.of(sstable), List.of(sunk));
        }

        List<SSTable> removed() {
            return inputs.stream().map(LiveSSTable::sstable).toList();
        }

        List<LiveSSTable> added(List<SSTable> outputs) {
            return outputs.stream()
                    .map(output -> LiveSSTable.whole(output, task.level()))
                    .toList();
        }

        CompactionReport report(UUID id, Outcome outcome, long startedMicros, long durationNanos) {
            long bytesIn = 0;
            long bytesRead = 0;
            var before = new Counts(0, 0, 0);
            for (LiveSSTable input : inputs) {
                bytesIn += input.sstable().sizeBytes();
                bytesRead += isRead(input) ? input.sstable().sizeBytes() : 0;
                before = before.plus(counts(input.sstable()));
            }
            return new CompactionReport(
                    id,
                    metadata,
                    task.reason(),
                    outcome,
                    task.inputs(),
                    expired.stream().map(file -> file.sstable().id()).toList(),
                    written.stream().map(SSTable::id).toList(),
                    task.level(),
                    bytesIn,
                    bytesRead,
                    bytesOut,
                    before,
                    after,
                    rowsMerged,
                    startedMicros,
                    durationNanos);
        }

        private boolean isRead(LiveSSTable input) {
            return task.reason() != CompactionTask.Reason.LEVEL_CHANGE && !expired.contains(input);
        }

        private static Counts counts(SSTable file) {
            SSTableStatistics statistics = file.statistics();
            return new Counts(
                    statistics.rows(), statistics.cells(), statistics.tombstones() + statistics.rangeTombstones());
        }
    }
}
