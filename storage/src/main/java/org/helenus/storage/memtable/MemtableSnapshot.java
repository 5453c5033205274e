package org.helenus.storage.memtable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.merge.EntrySink;
import org.helenus.storage.merge.EntrySource;

/// A memtable as one reader sees it: each partition in the state of one published write, whatever is written
/// meanwhile. Neither it nor its cursors may be used after it, or the memtable, was closed. Any thread; closed once.
///
/// The state of a shard of the token space is fixed when this snapshot first reads there.
public final class MemtableSnapshot implements EntrySource, AutoCloseable {
    private static final VarHandle FIRST;
    private static final VarHandle CLOSED;

    static {
        try {
            var lookup = MethodHandles.lookup();
            FIRST = lookup.findVarHandle(MemtableSnapshot.class, "first", Shard.View.class);
            CLOSED = lookup.findVarHandle(MemtableSnapshot.class, "closed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Memtable memtable;
    private final ReadEpochs epochs;
    private final int ticket;

    @SuppressWarnings("unused") // by CLOSED
    private volatile boolean closed;
    /// The state of the shard that was read first; of most snapshots the only one.
    private volatile Shard.View first;
    private Shard.View[] others;

    MemtableSnapshot(Memtable memtable, ReadEpochs epochs) {
        this.memtable = memtable;
        this.epochs = epochs;
        // before anything is looked at
        ticket = epochs.enter();
    }

    /// Lets go of the versions that only this one could see.
    @Override
    public void close() {
        if (CLOSED.compareAndSet(this, false, true)) {
            epochs.leave(ticket);
        }
    }

    Shard shard(int index) {
        return memtable.shard(index);
    }

    int shardOf(byte[] key, int keyLength) {
        return memtable.shardOf(key, keyLength);
    }

    /// What is seen of a shard.
    Shard.View view(int shard) {
        Shard.View view = first;
        if (view == null) {
            Shard.View fresh = memtable.shard(shard).view();
            Object witness = FIRST.compareAndExchange(this, null, fresh);
            view = witness == null ? fresh : (Shard.View) witness;
        }
        return view.shard() == shard ? view : otherView(shard);
    }

    private synchronized Shard.View otherView(int shard) {
        if (others == null) {
            others = new Shard.View[memtable.shardCount()];
        }
        if (others[shard] == null) {
            others[shard] = memtable.shard(shard).view();
        }
        return others[shard];
    }

    /// The greatest log position of a write that this snapshot may have shown so far: ask after reading.
    /// [Long#MIN_VALUE] when none.
    public synchronized long position() {
        long position = first == null ? Long.MIN_VALUE : first.position();
        if (others != null) {
            for (Shard.View view : others) {
                position = view == null ? position : Math.max(position, view.position());
            }
        }
        return position;
    }

    @Override
    public EntryCursor scan(KeyRange range, boolean reversed, ReadMode mode) {
        return new MemtableCursor(this, range, reversed);
    }

    @Override
    public boolean get(byte[] key, int keyLength, ReadMode mode, EntrySink into) {
        int index = shardOf(key, keyLength);
        int sequence = view(index).sequence();
        Shard shard = shard(index);
        Records records = shard.records;
        int version = records.visible(shard.tree.find(key, keyLength), sequence);
        if (version == 0) {
            return false;
        }
        for (int piece = version; piece != 0; piece = records.rest(piece)) {
            into.accept(records.valueSegment(piece), records.valueOffset(piece), records.valueLength(piece));
        }
        return true;
    }

    /// Each element is an entry.
    @Override
    public boolean getRun(byte[] column, byte[] element, ReadMode mode, EntrySink into) {
        return get(element, element.length, mode, into);
    }

    @Override
    public DeletionList deletions() {
        return deletions(KeyRange.ALL);
    }

    @Override
    public DeletionList deletions(KeyRange range) {
        if (range.isEmpty()) {
            return DeletionList.EMPTY;
        }
        int low = shardOf(range.start(), range.start().length);
        int high = shardOf(range.end(), range.end().length);
        if (low == high) {
            return view(low).deletions().clip(range);
        }
        List<DeletionList> lists = new ArrayList<>();
        for (int i = low; i <= high; i++) {
            lists.add(view(i).deletions().clip(range));
        }
        return DeletionList.merge(lists);
    }

    @Override
    public DeletionList deletionsNear(byte[] key, int keyLength) {
        assert keyLength >= RowKeyFormat.TOKEN_BYTES;
        return view(shardOf(key, keyLength)).deletions();
    }

    /// Unbounded, because what is seen of a shard is fixed only when it is first read.
    @Override
    public long minTimestamp() {
        return Long.MIN_VALUE;
    }

    /// As [#minTimestamp].
    @Override
    public long maxTimestamp() {
        return Long.MAX_VALUE;
    }
}
