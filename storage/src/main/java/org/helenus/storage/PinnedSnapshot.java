package org.helenus.storage;

import java.io.IOException;
import org.helenus.storage.memtable.MemtableSnapshot;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.MergedReads;

/// A pinned [TableVersion] with its memtables as they are now.
final class PinnedSnapshot implements ReadSnapshot {
    private final TableVersion version;
    private final boolean answersWait;
    private final MemtableSnapshot[] memtables;
    private final MergedReads reads;
    private boolean closed;

    /// @param version pinned for this snapshot, which unpins it
    PinnedSnapshot(TableVersion version, DropTimes drops, ReadMode mode, boolean answersWait) {
        this.version = version;
        this.answersWait = answersWait;
        var generations = version.generations();
        memtables = new MemtableSnapshot[generations.size()];
        for (int i = 0; i < memtables.length; i++) {
            memtables[i] = generations.get(i).memtable().snapshot();
        }
        if (mode.isCounted()) {
            mode.counts().opened(memtables.length, version.files().count());
        }
        reads = new MergedReads(memtables, version.files(), drops, mode);
    }

    @Override
    public long position() {
        long position = 0;
        if (answersWait) {
            for (var memtable : memtables) {
                position = Math.max(position, memtable.position());
            }
        }
        return position;
    }

    @Override
    public boolean get(byte[] key, int keyLength, ColumnSet wanted, long nowSeconds, RowView into) throws IOException {
        return reads.get(key, keyLength, wanted, nowSeconds, into);
    }

    @Override
    public RowCursor scan(KeyRange range, boolean reversed, ColumnSet wanted, long nowSeconds) throws IOException {
        return reads.scan(range, reversed, wanted, nowSeconds);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            for (var memtable : memtables) {
                memtable.close();
            }
            version.unpin();
        }
    }
}
