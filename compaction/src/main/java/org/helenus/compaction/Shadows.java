package org.helenus.compaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.ReadMode;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.EntrySource;
import org.helenus.storage.merge.RowMerger;
import org.helenus.storage.merge.RowShadower;

/// What files outside of a merge delete or overwrite of the rows in it. Only deletions of rows and more by
/// [Level#ROW], cells too by [Level#CELL]. The files stay as they are, so what is left out here is not needed anywhere
/// any more. One thread.
final class Shadows {
    /// As `provide_overlapping_tombstones` and `nodetool garbagecollect -g` name them.
    enum Level {
        NONE,
        ROW,
        CELL;

        /// What the table's option wants every merge to do.
        static Level ofTable(TableMetadata table) {
            return valueOf(table.options()
                    .compaction()
                    .options()
                    .getOrDefault("provide_overlapping_tombstones", "NONE")
                    .toUpperCase(Locale.ROOT));
        }
    }

    private final List<EntrySource> sources = new ArrayList<>();
    private final List<KeyRange> ranges = new ArrayList<>();
    private final DeletionList deletions;
    private final boolean cells;
    private final DropTimes drops;
    private final RowMerger merger = new RowMerger();
    private final RowShadower shadower = new RowShadower();
    private ByteWriter other = new ByteWriter(512);

    /// @param outside live files that are not merged; pinned while this is used
    Shadows(List<LiveSSTable> outside, Level level, KeyCodec keys, DropTimes drops) {
        cells = level == Level.CELL;
        this.drops = drops;
        var lists = new ArrayList<DeletionList>();
        for (LiveSSTable file : outside) {
            var statistics = file.sstable().statistics();
            EntrySource source = LiveSets.cached(file, keys);
            lists.add(source.deletions());
            if (statistics.rows() > 0 && (cells || statistics.tombstones() > 0)) {
                sources.add(source);
                ranges.add(statistics.range());
            }
        }
        deletions = DeletionList.merge(lists);
    }

    /// Appends what is left of a row to `out`; nothing when all of it is shadowed.
    ///
    /// @return whether anything is left
    boolean subtract(byte[] key, int keyLength, byte[] row, int length, ByteWriter out) throws IOException {
        merger.reset();
        for (int i = 0; i < sources.size(); i++) {
            KeyRange range = ranges.get(i);
            EntrySource source = sources.get(i);
            boolean mayHold = Arrays.compareUnsigned(range.start(), 0, range.start().length, key, 0, keyLength) <= 0
                    && Arrays.compareUnsigned(key, 0, keyLength, range.end(), 0, range.end().length) < 0
                    && source.mayHoldPartition(key, keyLength);
            if (mayHold) {
                source.get(key, keyLength, ReadMode.MAY_BLOCK, merger::add);
            }
        }
        long deletion = deletions.coveringTimestamp(key, keyLength);
        if (merger.count() == 0 && deletion == DeletionList.NONE) {
            out.bytes(row, 0, length);
            return true;
        }
        other = RowMerger.emptied(other);
        if (merger.count() == 0 || !merger.merge(DeletionList.NONE, drops, other)) {
            other.reset();
        }
        return shadower.subtract(
                row, length, new RowShadower.Shadow(other.array(), other.length(), deletion, cells), out);
    }
}
