package org.helenus.storage.merge;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.ReadMode;
import org.helenus.storage.RowView;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;

/// The state of a read of one row: the versions found so far, and whether older sources can still change the answer.
/// Reusable; one thread.
public final class PointRead implements EntrySink {
    private final List<EntrySource> continuedIn = new ArrayList<>();
    private final RowMerger merger = new RowMerger();
    private ByteWriter merged = new ByteWriter(256);
    private final RowReader row = new RowReader();
    private final Liveness liveness = new Liveness();
    private byte[] key = new byte[0];
    private int keyLength;
    private ColumnSet wanted;
    private DropTimes drops = DropTimes.NONE;
    private long nowSeconds;
    private long covering;
    private boolean lastIsContinued;
    /// Made for the first row that is continued.
    private ContinuedRead continued;

    void begin(byte[] newKey, int newKeyLength, ColumnSet newWanted, DropTimes newDrops, long newNowSeconds) {
        key = newKey;
        keyLength = newKeyLength;
        wanted = newWanted;
        drops = newDrops;
        nowSeconds = newNowSeconds;
        covering = DeletionList.NONE;
        merger.reset();
        lastIsContinued = false;
        if (!continuedIn.isEmpty()) {
            continuedIn.clear();
        }
    }

    void cover(long timestamp) {
        covering = Math.max(covering, timestamp);
    }

    @Override
    public void accept(MemorySegment segment, long offset, int length) {
        merger.add(segment, offset, length);
        lastIsContinued |= merger.reader(merger.count() - 1).isContinued();
    }

    /// What was accepted last came from here.
    void cameFrom(EntrySource source) {
        if (lastIsContinued) {
            lastIsContinued = false;
            continuedIn.add(source);
        }
    }

    /// Whether sources in which nothing is newer than `greatest` cannot change the answer: a deletion newer than
    /// all of it covers the row; or the row has a live marker, and each wanted column a cell, newer than all of
    /// it. Wanted collections are never decided, and a row without a live marker may exist by a column that nobody
    /// asked for.
    boolean isDecided(long greatest) {
        if (covering >= greatest) {
            return true;
        }
        boolean markerDecides = false;
        for (int i = 0; i < merger.count(); i++) {
            RowReader version = merger.reader(i);
            if (version.hasDeletion() && version.deletionTimestamp() >= greatest) {
                return true;
            }
            markerDecides |= version.hasMarker() && version.markerTimestamp() > greatest;
        }
        if (!markerDecides) {
            return false;
        }
        boolean isStatic = key[RowKeyFormat.prefixLength(key, keyLength)] == RowKeyFormat.SECTION_STATIC;
        return !wanted.hasComplex(isStatic) && everyCellIsNewer(greatest, wanted.singleCellIds(isStatic));
    }

    /// Looks at the versions merged, because only that marker and those cells count which no deletion shadows.
    private boolean everyCellIsNewer(long greatest, int[] ids) {
        merged = RowMerger.emptied(merged);
        if (!merger.merge(covering, DropTimes.NONE, merged)) {
            return false;
        }
        row.reset(merged.array(), 0, merged.length());
        if (!Liveness.isMarkerAlive(row, nowSeconds) || row.markerTimestamp() <= greatest) {
            return false;
        }
        int found = 0;
        while (found < ids.length && row.nextCell()) {
            if (row.columnId() > ids[found]) {
                return false;
            }
            if (row.columnId() == ids[found]) {
                if (row.timestamp() <= greatest) {
                    return false;
                }
                found++;
            }
        }
        return found == ids.length;
    }

    boolean finish(RowView into, ReadMode mode) throws IOException {
        if (merger.count() == 0) {
            return false;
        }
        byte[] array = merger.array(0);
        int offset = merger.offset(0);
        int length = merger.length(0);
        if (merger.count() > 1 || covering != DeletionList.NONE) {
            merged = RowMerger.emptied(merged);
            if (!merger.merge(covering, DropTimes.NONE, merged)) {
                return false;
            }
            array = merged.array();
            offset = 0;
            length = merged.length();
        }
        if (!continuedIn.isEmpty()) {
            return finishContinued(into, array, offset, length, mode);
        }
        return liveness.isAlive(
                into.show(key, keyLength, array, offset, length, wanted, drops, nowSeconds), drops, nowSeconds);
    }

    private boolean finishContinued(RowView into, byte[] array, int offset, int length, ReadMode mode)
            throws IOException {
        if (continued == null) {
            continued = new ContinuedRead();
        }
        var from = new ContinuedRead.From(continuedIn, mode, covering);
        continued.read(key, keyLength, array, offset, length, wanted, from);
        var shown = into.show(key, keyLength, continued.bytes(), 0, continued.length(), wanted, drops, nowSeconds);
        return liveness.isAlive(shown, drops, nowSeconds) || continued.anyCellLives(drops, nowSeconds);
    }
}
