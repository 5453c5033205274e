package org.helenus.compaction;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.helenus.compaction.CompactionReport.Counts;
import org.helenus.compaction.CompactionReport.Outcome;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.Clock;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.ReadMode;
import org.helenus.storage.TableStore;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.EntrySource;
import org.helenus.storage.merge.MergingCursor;
import org.helenus.storage.merge.RowPurger;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableStatistics;

/// Carries one task out: merges its inputs, leaves out what nobody needs any more, and puts the new files in their
/// place with one edit of the manifest. A crash or a failure leaves the old files, or the new ones.
///
/// A deletion or expired cell goes when gc grace has passed **and** [PurgeHorizon] says that nothing outside of the
/// merge is as old as it. Files that are expired altogether are not read. Cells of dropped columns go.
///
/// Used again for task after task; one thread.
final class Compactor {
    /// How much may be read between two looks at whether to stop, and two questions to the throttle.
    private static final int THROTTLED_BYTES = 64 << 10;

    /// What a row counts for beside its bytes.
    private static final int ENTRY_BYTES = 16;

    private final Clock clock;
    private final Throttle throttle;
    private final RowPurger purger = new RowPurger();
    private final ByteWriter purged = new ByteWriter(1024);
    private byte[] row = new byte[1024];

    Compactor(Clock clock, Throttle throttle) {
        this.clock = clock;
        this.throttle = throttle;
    }

    /// @param stopped asked often; when it says so the task ends with a [CompactionStoppedException]
    CompactionReport run(TableStore table, CompactionTask task, BooleanSupplier stopped) throws IOException {
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
            var merge = new Merge(table, metadata, task, inputs, expired(task, live.all(), inputs, metadata, elsewhere));
            Outcome outcome = Outcome.OVERTAKEN;
            List<SSTable> outputs = List.of();
            boolean complete = inputs.size() == wanted.size();
            if (complete && task.reason() == CompactionTask.Reason.LEVEL_CHANGE) {
                outcome = merge.changeLevel() ? Outcome.DONE : Outcome.OVERTAKEN;
            } else if (complete) {
                outputs = merge.write(outside, elsewhere, stopped);
                merge.count(outputs); // before their references go
                outcome = table.replace(merge.removed(), merge.added(outputs)) ? Outcome.DONE : Outcome.OVERTAKEN;
            }
            return merge.report(outcome, startedMicros, clock.monotonicNanos() - startedNanos);
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
        private final long nowSeconds = clock.wallSeconds();
        private final TreeMap<Integer, Long> rowsMerged = new TreeMap<>();
        private Optional<Shadows> shadows = Optional.empty();
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

        List<SSTable> write(List<LiveSSTable> outside, long elsewhere, BooleanSupplier stopped) throws IOException {
            if (read.isEmpty()) {
                return List.of();
            }
            var horizon = new PurgeHorizon(
                    outside.stream().map(LiveSSTable::sstable).toList(), elsewhere);
            shadows = shadows(outside);
            var sources = new ArrayList<EntrySource>();
            var keys = KeyCodec.of(metadata);
            for (LiveSSTable input : read) {
                sources.add(LiveSets.sequential(input, keys));
            }
            var drops = DropTimes.forMerges(metadata);
            try (var cursor = new MergingCursor(sources, KeyRange.ALL, false, ReadMode.MAY_BLOCK, drops);
                    var run = new SSTableRun(table, metadata, task, read, clock.wallMicros() / 1000)) {
                copy(cursor, run, horizon, stopped);
                return run.finish();
            }
        }

        private Optional<Shadows> shadows(List<LiveSSTable> outside) {
            var level = switch (task.reason()) {
                case GARBAGE -> Shadows.Level.ROW;
                case CELL_GARBAGE -> Shadows.Level.CELL;
                default -> Shadows.Level.ofTable(metadata);
            };
            if (level == Shadows.Level.NONE) {
                return Optional.empty();
            }
            var overlapping = outside.stream()
                    .filter(file -> read.stream().anyMatch(input -> LiveSets.overlap(file, input)))
                    .toList();
            return overlapping.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Shadows(
                            overlapping, level, KeyCodec.of(metadata), DropTimes.forMerges(metadata)));
        }

        private void copy(MergingCursor cursor, SSTableRun run, PurgeHorizon horizon, BooleanSupplier stopped)
                throws IOException {
            long gcBefore = LiveSets.gcBefore(metadata, nowSeconds);
            run.deletions(purge(cursor.deletions(), horizon, gcBefore));
            long throttledTo = 0;
            long unasked = THROTTLED_BYTES;
            var rowsByVersions = new long[read.size() + 1];
            while (cursor.next()) {
                if (unasked >= THROTTLED_BYTES) {
                    if (stopped.getAsBoolean()) {
                        throw new CompactionStoppedException(metadata.toString());
                    }
                    long bytes = run.bytesWritten();
                    throttle.acquire(bytes - throttledTo, stopped);
                    throttledTo = bytes;
                    unasked = 0;
                }
                rowsByVersions[cursor.versions()]++;
                unasked += ENTRY_BYTES + cursor.keyLength() + cursor.valueLength();
                copyRow(cursor, run, horizon, gcBefore);
            }
            throttle.acquire(run.bytesWritten() - throttledTo, stopped);
            for (int versions = 1; versions < rowsByVersions.length; versions++) {
                if (rowsByVersions[versions] > 0) {
                    rowsMerged.put(versions, rowsByVersions[versions]);
                }
            }
        }

        private void copyRow(MergingCursor cursor, SSTableRun run, PurgeHorizon horizon, long gcBefore)
                throws IOException {
            int length = cursor.valueLength();
            MemorySegment segment = cursor.valueSegment();
            long offset = cursor.valueOffset();
            if (length > 0 && shadows.isEmpty() && !RowReader.mayEnd(segment.get(ValueLayout.JAVA_BYTE, offset))) {
                run.append(cursor.key(), cursor.keyLength(), segment, offset, length);
                return;
            }
            if (row.length < length) {
                row = new byte[Math.max(length, 2 * row.length)];
            }
            MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, row, 0, length);
            if (shadows.isPresent()) {
                purged.reset();
                if (!shadows.get().subtract(cursor.key(), cursor.keyLength(), row, length, purged)) {
                    return;
                }
                length = purged.length();
                row = purged.toArray();
            }
            purged.reset();
            long purgeable = horizon.forRow(cursor.key(), cursor.keyLength());
            if (purger.purge(row, 0, length, nowSeconds, gcBefore, purgeable, purged)) {
                run.append(cursor.key(), cursor.keyLength(), MemorySegment.ofArray(purged.array()), 0, purged.length());
            }
        }

        private static DeletionList purge(DeletionList deletions, PurgeHorizon horizon, long gcBefore) {
            return deletions.filter((start, end, timestamp, seconds) ->
                    seconds >= gcBefore || timestamp >= horizon.forRange(start, end));
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

        CompactionReport report(Outcome outcome, long startedMicros, long durationNanos) {
            long bytesIn = 0;
            long bytesRead = 0;
            var before = new Counts(0, 0, 0);
            for (LiveSSTable input : inputs) {
                bytesIn += input.sstable().sizeBytes();
                bytesRead += isRead(input) ? input.sstable().sizeBytes() : 0;
                before = before.plus(counts(input.sstable()));
            }
            return new CompactionReport(
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
