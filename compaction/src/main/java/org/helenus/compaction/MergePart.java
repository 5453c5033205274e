package org.helenus.compaction;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.TableStore;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.EntrySource;
import org.helenus.storage.merge.MergingCursor;
import org.helenus.storage.merge.RowPurger;
import org.helenus.storage.sstable.SSTable;

/// A range of keys of one merge, from its inputs to files of its own. Parts of a merge share nothing that changes, so
/// each may run on another thread; what they write goes live together. One thread.
final class MergePart {
    /// How much may be read between two looks at whether to stop, and two questions to the throttle.
    private static final int THROTTLED_BYTES = 64 << 10;

    /// What a row counts for beside its bytes.
    private static final int ENTRY_BYTES = 16;

    /// What all parts of a merge work with.
    ///
    /// @param read the inputs that are read
    /// @param outside the live files that are no inputs; pinned like the inputs
    /// @param elsewhere the oldest write in no file
    record Sources(
            TableStore table,
            TableMetadata metadata,
            CompactionTask task,
            List<LiveSSTable> read,
            List<LiveSSTable> outside,
            long elsewhere,
            long nowMicros) {
        long nowSeconds() {
            return Math.floorDiv(nowMicros, 1_000_000);
        }

        /// What an entry of the inputs takes, uncompressed.
        double meanEntryBytes() {
            long bytes = 0;
            long entries = 0;
            for (LiveSSTable file : read) {
                bytes += file.sstable().statistics().contentBytes();
                entries += file.sstable().statistics().rows();
            }
            return (double) bytes / Math.max(1, entries);
        }
    }

    private final Sources sources;
    private final KeyRange range;
    private final Throttle throttle;
    private final TreeMap<Integer, Long> rowsMerged = new TreeMap<>();
    private final RowPurger purger = new RowPurger();
    private final ByteWriter purged = new ByteWriter(1024);
    private final RowReader first = new RowReader();
    private byte[] row = new byte[1024];
    private Optional<Shadows> shadows = Optional.empty();

    MergePart(Sources sources, KeyRange range, Throttle throttle) {
        this.sources = sources;
        this.range = range;
        this.throttle = throttle;
    }

    /// How many rows came from one input, from two, …; after [#write].
    TreeMap<Integer, Long> rowsMerged() {
        return rowsMerged;
    }

    /// The caller holds the references of the files.
    List<SSTable> write(MergeWatch watch) throws IOException {
        var horizon = new PurgeHorizon(
                sources.outside.stream().map(LiveSSTable::sstable).toList(), sources.elsewhere);
        shadows = shadows();
        var inputs = new ArrayList<EntrySource>();
        var keys = KeyCodec.of(sources.metadata);
        for (LiveSSTable input : sources.read) {
            inputs.add(LiveSets.sequential(input, keys));
        }
        var drops = DropTimes.forMerges(sources.metadata);
        var split = sources.table.rowSplit();
        try (var cursor = MergingCursor.rewriting(inputs, range, drops, split);
                var run = new SSTableRun(sources, range)) {
            var pace = new Pace(run, watch);
            run.paced(pace::keep);
            copy(cursor, run, horizon, watch, pace);
            List<SSTable> files = run.finish();
            pace.keep();
            return files;
        }
    }

    /// Waits until what was written may have been.
    private final class Pace {
        private final SSTableRun run;
        private final MergeWatch watch;
        private long keptTo;

        Pace(SSTableRun run, MergeWatch watch) {
            this.run = run;
            this.watch = watch;
        }

        void keep() {
            long bytes = run.bytesWritten();
            throttle.acquire(bytes - keptTo, watch::mustStop);
            keptTo = bytes;
        }
    }

    /// How a merge is divided: where its output is cut anyway, and only so that each part has at least `partBytes`.
    /// A merge into one file is one part: several files would count as several.
    static List<KeyRange> ranges(CompactionTask task, List<LiveSSTable> read, long partBytes) {
        long bytes = 0;
        for (LiveSSTable file : read) {
            bytes += file.sstable().sizeBytes();
        }
        int most = (int) Math.min(1024, bytes / partBytes);
        List<byte[]> cuts = most < 2
                ? List.of()
                : switch (task.cuts()) {
                    case OutputCuts.Never(), OutputCuts.Halving _ -> List.of();
                    case OutputCuts.AtShards(int count) -> shardCuts(count, most);
                    case OutputCuts.AtBytes _ -> fileCuts(read, most);
                };
        var ranges = new ArrayList<KeyRange>();
        byte[] start = KeyRange.ALL.start();
        for (byte[] cut : cuts) {
            ranges.add(new KeyRange(start, cut));
            start = cut;
        }
        ranges.add(new KeyRange(start, KeyRange.ALL.end()));
        return ranges;
    }

    private static List<byte[]> shardCuts(int count, int most) {
        var cuts = new ArrayList<byte[]>();
        int parts = Math.min(count, most);
        for (int part = 1; part < parts; part++) {
            cuts.add(RingSpan.key(RingSpan.shardStart((int) ((long) part * count / parts), count)));
        }
        return cuts;
    }

    /// Where inputs begin: the files of the lower level share the keys about evenly.
    private static List<byte[]> fileCuts(List<LiveSSTable> read, int most) {
        var starts = new TreeSet<byte[]>(Arrays::compareUnsigned);
        for (LiveSSTable file : read) {
            starts.add(file.sstable().statistics().range().start());
        }
        starts.pollFirst();
        List<byte[]> all = List.copyOf(starts);
        var cuts = new ArrayList<byte[]>();
        int parts = Math.min(most, all.size() + 1);
        for (int part = 1; part < parts; part++) {
            cuts.add(all.get((int) ((long) part * (all.size() + 1) / parts) - 1));
        }
        return cuts;
    }

    private Optional<Shadows> shadows() {
        var level = switch (sources.task.reason()) {
            case GARBAGE -> Shadows.Level.ROW;
            case CELL_GARBAGE -> Shadows.Level.CELL;
            default -> Shadows.Level.ofTable(sources.metadata);
        };
        if (level == Shadows.Level.NONE) {
            return Optional.empty();
        }
        var overlapping = sources.outside.stream()
                .filter(file -> sources.read.stream().anyMatch(input -> LiveSets.overlap(file, input)))
                .toList();
        return overlapping.isEmpty()
                ? Optional.empty()
                : Optional.of(new Shadows(
                        overlapping, level, KeyCodec.of(sources.metadata), DropTimes.forMerges(sources.metadata)));
    }

    private void copy(MergingCursor cursor, SSTableRun run, PurgeHorizon horizon, MergeWatch watch, Pace pace)
            throws IOException {
        long gcBefore = LiveSets.gcBefore(sources.metadata, sources.nowSeconds());
        double entryBytes = sources.meanEntryBytes();
        long entries = 0;
        run.deletions(purge(cursor.deletions(), horizon, gcBefore));
        long unasked = THROTTLED_BYTES;
        var rowsByVersions = new long[sources.read.size() + 1];
        while (cursor.next()) {
            if (unasked >= THROTTLED_BYTES) {
                watch.read((long) (entries * entryBytes));
                entries = 0;
                if (watch.mustStop()) {
                    throw new CompactionStoppedException(sources.metadata.toString());
                }
                pace.keep();
                unasked = 0;
            }
            if (isRow(cursor)) {
                rowsByVersions[cursor.versions()]++;
                entries += cursor.versions();
            }
            unasked += ENTRY_BYTES + cursor.keyLength() + cursor.valueLength();
            copyRow(cursor, run, horizon, gcBefore);
        }
        watch.read((long) (entries * entryBytes));
        for (int versions = 1; versions < rowsByVersions.length; versions++) {
            if (rowsByVersions[versions] > 0) {
                rowsMerged.put(versions, rowsByVersions[versions]);
            }
        }
    }

    /// Whether a cursor stands on a row, not on a further entry of one.
    private static boolean isRow(MergingCursor cursor) {
        return cursor.rowKeyLength() == cursor.keyLength();
    }

    private void copyRow(MergingCursor cursor, SSTableRun run, PurgeHorizon horizon, long gcBefore) throws IOException {
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
            if (!shadows.get().subtract(cursor.key(), cursor.rowKeyLength(), row, length, purged)) {
                return;
            }
            length = purged.length();
            row = purged.toArray();
        }
        purged.reset();
        long purgeable = horizon.forRow(cursor.key(), cursor.rowKeyLength());
        if (!purger.purge(row, 0, length, sources.nowSeconds(), gcBefore, purgeable, purged)) {
            return;
        }
        byte[] key = cursor.key();
        int keyLength = cursor.keyLength();
        if (!isRow(cursor)) {
            key = keyOfRest(cursor);
            keyLength = key.length;
        }
        run.append(key, keyLength, MemorySegment.ofArray(purged.array()), 0, purged.length());
    }

    /// The key of a further entry of which some is left: it names the first cell.
    private byte[] keyOfRest(MergingCursor cursor) {
        first.reset(purged.array(), 0, purged.length());
        first.nextCell();
        byte[] path = Arrays.copyOfRange(first.array(), first.pathOffset(), first.pathOffset() + first.pathLength());
        return RowKeyFormat.continuation(cursor.key(), cursor.rowKeyLength(), first.columnId(), path);
    }

    private static DeletionList purge(DeletionList deletions, PurgeHorizon horizon, long gcBefore) {
        return deletions.filter(
                (start, end, timestamp, seconds) -> seconds >= gcBefore || timestamp >= horizon.forRange(start, end));
    }
}
