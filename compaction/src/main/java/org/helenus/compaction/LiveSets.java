package org.helenus.compaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.ReadMode;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.merge.EntrySink;
import org.helenus.storage.merge.EntrySource;

/// From a table's open files to what strategies and merges work with.
final class LiveSets {
    private LiveSets() {}

    /// Without read rates and with nothing busy.
    static LiveSet of(List<LiveSSTable> files, TableMetadata table, long elsewhere, long nowMillis) {
        var summaries = new ArrayList<SSTableSummary>();
        for (LiveSSTable file : files) {
            summaries.add(summary(file, 0));
        }
        return new LiveSet(summaries, Set.of(), elsewhere, nowMillis, gcBefore(table, nowMillis / 1000), 0);
    }

    static SSTableSummary summary(LiveSSTable file, double readsPerSecond) {
        return SSTableSummary.of(file.sstable(), file.level(), readsPerSecond);
    }

    /// Deletions from before may go. `only_purge_repaired_tombstones` keeps them all, as nothing here is ever
    /// repaired.
    static long gcBefore(TableMetadata table, long nowSeconds) {
        var options = table.options();
        boolean keepAll = Boolean.parseBoolean(
                options.compaction().options().getOrDefault("only_purge_repaired_tombstones", "false"));
        return keepAll ? Long.MIN_VALUE : nowSeconds - options.gcGraceSeconds();
    }

    static boolean overlap(LiveSSTable a, LiveSSTable b) {
        return summary(a, 0).overlaps(summary(b, 0));
    }

    /// What of a file lives, in large reads past the cache.
    static EntrySource sequential(LiveSSTable file, KeyCodec keys) {
        return living(file, file.sstable().sequential(), keys);
    }

    /// What of a file lives, for point reads.
    static EntrySource cached(LiveSSTable file, KeyCodec keys) {
        return living(file, file.sstable(), keys);
    }

    private static EntrySource living(LiveSSTable file, EntrySource whole, KeyCodec keys) {
        return file.isWhole()
                ? whole
                : new Part(whole, new KeyRange(keys.tokenStart(file.firstToken()), keys.tokenEnd(file.lastToken())));
    }

    /// The part of a source that lies in a range.
    private record Part(EntrySource whole, KeyRange range) implements EntrySource {
        @Override
        public EntryCursor scan(KeyRange wanted, boolean reversed, ReadMode mode) throws IOException {
            return whole.scan(range.intersection(wanted), reversed, mode);
        }

        @Override
        public boolean get(byte[] key, int keyLength, ReadMode mode, EntrySink into) throws IOException {
            return range.contains(Arrays.copyOf(key, keyLength)) && whole.get(key, keyLength, mode, into);
        }

        @Override
        public DeletionList deletions() {
            return whole.deletions().clip(range);
        }

        @Override
        public long minTimestamp() {
            return whole.minTimestamp();
        }

        @Override
        public long maxTimestamp() {
            return whole.maxTimestamp();
        }
    }
}
