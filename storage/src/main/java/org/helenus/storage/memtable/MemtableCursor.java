package org.helenus.storage.memtable;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.KeyRange;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.merge.RowMerger;

/// The rows of a range, shard after shard, leaf after leaf. Each leaf is copied when it is come to; what was added to
/// it since is of a later sequence than the reader's. One thread.
final class MemtableCursor extends EntryCursor {
    /// How many entries are read ahead: about as many loads as a core has under way at once.
    private static final int NEAR = 8;

    private final MemtableSnapshot snapshot;
    private final KeyRange range;
    private final boolean reversed;
    private int shardIndex;
    private final int lastShard;
    private boolean started;
    private boolean done;
    private Shard shard;
    private int sequence;
    private final RowTree.LeafCopy leaf = new RowTree.LeafCopy();
    private int next;
    /// How many entries from the next one on were brought near, and what keeps those loads from being left out.
    private int near;
    private int touched;

    private byte[] key = new byte[128];
    private int keyLength;
    /// The key whose first bytes stand in `key`, and how many.
    private int keyBase;
    private int keyShared;
    private int version;
    private final ByteWriter merged = new ByteWriter(64);
    private RowMerger merger;

    MemtableCursor(MemtableSnapshot snapshot, KeyRange range, boolean reversed) {
        this.snapshot = snapshot;
        this.range = range;
        this.reversed = reversed;
        int low = snapshot.shardOf(range.start(), range.start().length);
        int high = snapshot.shardOf(range.end(), range.end().length);
        shardIndex = reversed ? high : low;
        lastShard = reversed ? low : high;
        done = range.isEmpty();
        shard = snapshot.shard(shardIndex);
    }

    @Override
    public boolean next() {
        while (!done) {
            if (!started) {
                enterShard();
            } else if (reversed ? next < 0 : next >= leaf.count) {
                leaveLeaf();
            } else {
                int entry = next;
                next += reversed ? -1 : 1;
                if (--near < 0) {
                    bringNear(entry);
                }
                version = shard.records.visible(leaf.versions[entry], sequence);
                if (version != 0 && isInRange(leaf.keys[entry])) {
                    standOn(key, keyLength);
                    standOnVersion();
                    return true;
                }
            }
        }
        version = 0;
        return false;
    }

    private void enterShard() {
        started = true;
        Shard.View view = snapshot.view(shardIndex);
        shard = snapshot.shard(shardIndex);
        sequence = view.sequence();
        keyBase = 0;
        byte[] from = reversed ? range.end() : range.start();
        load(from, from.length);
    }

    private void load(byte[] from, int length) {
        shard.tree.load(from, length, reversed, leaf);
        next = reversed ? leaf.start - 1 : leaf.start;
        near = 0;
    }

    /// Has the memory of the next entries come while they wait for each other the least.
    private void bringNear(int entry) {
        int from = reversed ? Math.max(0, entry - NEAR + 1) : entry;
        int end = reversed ? entry + 1 : Math.min(leaf.count, entry + NEAR);
        int loaded = touched;
        for (int i = from; i < end; i++) {
            loaded ^= shard.records.touch(leaf.keys[i], leaf.versions[i]);
        }
        for (int i = from; i < end; i++) {
            loaded ^= shard.records.touchRest(leaf.versions[i]);
        }
        touched = loaded;
        near = end - from - 1;
    }

    private void leaveLeaf() {
        int bound = reversed ? leaf.low : leaf.high;
        if (bound != 0) {
            keyBase = 0;
            copyKey(bound);
            load(key, keyLength);
        } else if (shardIndex == lastShard) {
            done = true;
        } else {
            shardIndex += reversed ? -1 : 1;
            started = false;
        }
    }

    /// Copies the key of an entry, and ends the cursor when it lies behind the range.
    private boolean isInRange(int reference) {
        copyKey(reference);
        byte[] bound = reversed ? range.start() : range.end();
        int order = Arrays.compareUnsigned(key, 0, keyLength, bound, 0, bound.length);
        done = reversed ? order < 0 : order >= 0;
        return !done;
    }

    private void copyKey(int reference) {
        Records records = shard.records;
        keyLength = records.keyLength(reference);
        if (key.length < keyLength) {
            key = Arrays.copyOf(key, Math.max(keyLength, key.length * 2));
        }
        int base = records.keyBase(reference);
        if (base == 0) {
            records.copyKey(reference, 0, key);
            keyBase = reference;
            keyShared = keyLength;
        } else {
            int shared = records.keyShared(reference);
            records.copyKey(reference, base == keyBase ? Math.min(shared, keyShared) : 0, key);
            keyBase = base;
            keyShared = shared;
        }
    }

    /// Joins the pieces of a version that has several.
    private void standOnVersion() {
        Records records = shard.records;
        int piece = records.rest(version);
        if (piece == 0) {
            standOnValue(records.valueSegment(version), records.valueOffset(version), records.valueLength(version));
            return;
        }
        if (merger == null) {
            merger = new RowMerger();
        }
        merger.reset();
        for (piece = version; piece != 0; piece = records.rest(piece)) {
            merger.add(records.valueSegment(piece), records.valueOffset(piece), records.valueLength(piece));
        }
        merged.reset();
        merger.merge(DeletionList.NONE, DropTimes.NONE, merged);
        standOnValue(MemorySegment.ofArray(merged.array()), 0, merged.length());
    }

    @Override
    public void close() {
        done = true;
    }
}
