package org.helenus.storage.merge;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.helenus.storage.encoding.RowReader;

/// The cells in the further entries of one row in one source, entry after entry; each is copied when it is come to.
abstract class RunCells implements CellStream {
    private final RowReader cell = new RowReader();
    private byte[] copy = new byte[0];
    private boolean loaded;

    @Override
    public boolean next() throws IOException {
        while (!loaded || !cell.nextCell()) {
            if (!nextRun()) {
                return false;
            }
            loaded = true;
        }
        return true;
    }

    /// Gives the next entry to [#load]; false: there is none.
    abstract boolean nextRun() throws IOException;

    void load(EntryCursor cursor) {
        load(cursor.valueSegment(), cursor.valueOffset(), cursor.valueLength());
    }

    private void load(MemorySegment segment, long offset, int length) {
        if (copy.length < length) {
            copy = new byte[Math.max(length, Math.min(copy.length * 2, 1 << 20))];
        }
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, copy, 0, length);
        cell.reset(copy, 0, length);
    }

    /// Takes an entry as it lies there, until the next.
    void load(byte[] array, int offset, int length) {
        cell.reset(array, offset, length);
    }

    /// Before the first entry again.
    void reset() {
        if (copy.length > RowMerger.LARGE_BYTES) {
            copy = new byte[0];
        }
        loaded = false;
    }

    /// Leaves the rest of the entry out.
    void skipRun() {
        loaded = false;
    }

    @Override
    public RowReader cell() {
        return cell;
    }
}
