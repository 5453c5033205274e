package org.helenus.storage.merge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.ReadMode;
import org.helenus.storage.RowCursor;
import org.helenus.storage.RowView;
import org.helenus.storage.encoding.RowReader;

/// The live rows of a [MergingCursor]. One thread; closes it.
final class MergedRowCursor implements RowCursor {
    private final MergingCursor entries;
    private final ColumnSet wanted;
    private final DropTimes drops;
    private final long nowSeconds;
    private final Liveness liveness = new Liveness();
    private final RowView view = new RowView();
    private final ReadMode mode;
    private byte[] value = new byte[256];
    /// Made for the first row that is continued.
    private ContinuedRead continued;

    MergedRowCursor(MergingCursor entries, ColumnSet wanted, DropTimes drops, long nowSeconds, ReadMode mode) {
        this.entries = entries;
        this.wanted = wanted;
        this.mode = mode;
        this.drops = drops;
        this.nowSeconds = nowSeconds;
    }

    @Override
    public boolean next() throws IOException {
        while (entries.next()) {
            int length = entries.valueLength();
            if (value.length < length) {
                value = new byte[Math.max(length, value.length * 2)];
            }
            MemorySegment.copy(entries.valueSegment(), ValueLayout.JAVA_BYTE, entries.valueOffset(), value, 0, length);
            if (RowReader.isPart(value[0])) {
                if (showPart(length)) {
                    return true;
                }
                continue;
            }
            var row = view.show(entries.key(), entries.keyLength(), value, 0, length, wanted, drops, nowSeconds);
            if (liveness.isAlive(row, drops, nowSeconds)) {
                return true;
            }
        }
        return false;
    }

    private boolean showPart(int length) throws IOException {
        if (RowReader.isContinuation(value[0])) {
            entries.leaveLargeRow();
            return false;
        }
        if (continued == null) {
            continued = new ContinuedRead();
        }
        var from = new ContinuedRead.From(entries.continuedIn(), mode, entries.covering());
        continued.read(entries.key(), entries.keyLength(), value, 0, length, wanted, from);
        var row = view.show(
                entries.key(),
                entries.keyLength(),
                continued.bytes(),
                0,
                continued.length(),
                wanted,
                drops,
                nowSeconds);
        return liveness.isAlive(row, drops, nowSeconds) || continued.anyCellLives(drops, nowSeconds);
    }

    @Override
    public RowView row() {
        return view;
    }

    @Override
    public long tombstonesSeen() {
        return liveness.tombstones() + entries.deletionsPassed();
    }

    @Override
    public void close() {
        try {
            entries.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
