package org.helenus.compaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.ReadMode;
import org.helenus.storage.TableStore;
import org.helenus.storage.encoding.RowSplit;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.merge.EntrySource;
import org.helenus.storage.merge.MergingCursor;
import org.helenus.storage.merge.RowPurger;

/// Measures how much of a table's files a reader can still see: it takes short ranges of keys all over the ring, and
/// compares the bytes of all their versions, deletions and expired cells with what would be left of them if they were
/// merged and nothing needed to be kept for others. What is only in memory counts for neither. One thread; reads.
final class SpaceProbe {
    /// Ranges are as many as this divided by the files, so that a look costs about the same for every table.
    private static final int READS = 1024;
    private static final int LEAST_RANGES = 16;
    private static final int MOST_RANGES = 128;
    /// Rows of the file that has most of them, in one range.
    private static final int ROWS = 16;
    /// Ranges with more than this, of all files, are left out: partitions so wide would be all that is measured.
    private static final int MOST_ROWS = 4096;

    private final TableMetadata table;
    private final KeyCodec keys;
    private final List<LiveSSTable> files;
    private final long nowSeconds;
    private final ByteWriter purged = new ByteWriter(1024);
    private final RowPurger purger = new RowPurger();
    private long stored;
    private long seen;

    private SpaceProbe(TableMetadata table, List<LiveSSTable> files, long nowSeconds) {
        this.table = table;
        this.files = files;
        this.nowSeconds = nowSeconds;
        keys = KeyCodec.of(table);
    }

    /// Bytes that files hold for each byte that a reader can see; empty when nothing can be seen.
    static OptionalDouble amplification(TableStore store, long nowSeconds, long seed) throws IOException {
        try (var live = store.sstables()) {
            if (live.all().isEmpty()) {
                return OptionalDouble.empty();
            }
            var probe = new SpaceProbe(store.metadata(), live.all(), nowSeconds);
            probe.look(new SplittableRandom(seed));
            return probe.seen == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Math.max(1, (double) probe.stored / probe.seen));
        }
    }

    private void look(SplittableRandom random) throws IOException {
        int ranges = Math.clamp(READS / files.size(), LEAST_RANGES, MOST_RANGES);
        for (int i = 0; i < ranges; i++) {
            // one in each part of the ring, the same number of them everywhere
            long width = Long.divideUnsigned(-1L, ranges);
            long place = i * width + Long.remainderUnsigned(random.nextLong(), width);
            measure(range(RingSpan.key(place)));
        }
    }

    /// From a place on to where the first of the files has had its share of rows.
    private KeyRange range(byte[] start) throws IOException {
        byte[] end = KeyRange.ALL.end();
        for (LiveSSTable file : files) {
            try (var cursor = LiveSets.cached(file, keys).scan(new KeyRange(start, end), false, ReadMode.MAY_BLOCK)) {
                end = key(cursor, ROWS).orElse(end);
            }
        }
        return new KeyRange(start, end);
    }

    private static Optional<byte[]> key(EntryCursor cursor, int rows) throws IOException {
        for (int row = 0; row < rows; row++) {
            if (!cursor.next()) {
                return Optional.empty();
            }
        }
        return Optional.of(java.util.Arrays.copyOf(cursor.key(), cursor.keyLength()));
    }

    private void measure(KeyRange range) throws IOException {
        long all = 0;
        int rows = 0;
        var sources = new ArrayList<EntrySource>();
        for (LiveSSTable file : files) {
            var source = LiveSets.cached(file, keys);
            sources.add(source);
            try (var cursor = source.scan(range, false, ReadMode.MAY_BLOCK)) {
                while (cursor.next()) {
                    all += cursor.keyLength() + cursor.valueLength();
                    if (++rows > MOST_ROWS) {
                        return;
                    }
                }
            }
        }
        stored += all;
        seen += left(sources, range);
    }

    private long left(List<EntrySource> sources, KeyRange range) throws IOException {
        long left = 0;
        var drops = DropTimes.forMerges(table);
        try (var cursor = MergingCursor.rewriting(sources, range, drops, RowSplit.DEFAULT)) {
            while (cursor.next()) {
                var row = new byte[cursor.valueLength()];
                java.lang.foreign.MemorySegment.copy(
                        cursor.valueSegment(),
                        java.lang.foreign.ValueLayout.JAVA_BYTE,
                        cursor.valueOffset(),
                        row,
                        0,
                        row.length);
                purged.reset();
                if (purger.purge(row, 0, row.length, nowSeconds, Long.MAX_VALUE, Long.MAX_VALUE, purged)) {
                    left += cursor.keyLength() + purged.length();
                }
            }
        }
        return left;
    }
}
