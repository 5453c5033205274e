package org.helenus.storage.merge;

import java.io.IOException;
import java.util.List;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.RowCursor;
import org.helenus.storage.RowView;

/// Reads over all the places that a table's rows lie in: what a [org.helenus.storage.ReadSnapshot] is made of. The
/// sources may come in any order; a point read is done soonest when the newest come first. Their holder keeps them
/// pinned. Immutable; any thread, if the sources are.
public final class MergedReads {
    private final List<? extends EntrySource> sources;
    /// Of each source and all after it.
    private final long[] greatestTimestamps;
    private final DropTimes drops;
    private final ReadMode mode;

    /// @param drops [DropTimes#forReads] of the table
    public MergedReads(List<? extends EntrySource> sources, DropTimes drops, ReadMode mode) {
        this.sources = sources;
        this.drops = drops;
        this.mode = mode;
        greatestTimestamps = new long[sources.size() + 1];
        greatestTimestamps[sources.size()] = Long.MIN_VALUE;
        for (int i = sources.size() - 1; i >= 0; i--) {
            greatestTimestamps[i] =
                    Math.max(greatestTimestamps[i + 1], sources.get(i).maxTimestamp());
        }
    }

    /// As [org.helenus.storage.ReadSnapshot#get].
    public boolean get(byte[] key, int keyLength, ColumnSet wanted, long nowSeconds, RowView into) throws IOException {
        PointRead read = into.pointRead();
        read.begin(key, keyLength, wanted, drops, nowSeconds);
        for (int i = 0; i < sources.size(); i++) {
            read.cover(sources.get(i).deletionsNear(key, keyLength).coveringTimestamp(key, keyLength));
        }
        for (int i = 0; i < sources.size(); i++) {
            if (read.isDecided(greatestTimestamps[i])) {
                break;
            }
            if (sources.get(i).get(key, keyLength, mode, read)) {
                read.cameFrom(sources.get(i));
            }
        }
        return read.finish(into, mode);
    }

    /// As [org.helenus.storage.ReadSnapshot#scan].
    public RowCursor scan(KeyRange range, boolean reversed, ColumnSet wanted, long nowSeconds) throws IOException {
        // a reader's drop times hide more than a merge may leave out, and the judgement applies them
        var entries = new MergingCursor(sources, range, reversed, mode, DropTimes.NONE);
        return new MergedRowCursor(entries, wanted, drops, nowSeconds, mode);
    }
}
