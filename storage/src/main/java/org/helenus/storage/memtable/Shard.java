package org.helenus.storage.memtable;

import java.lang.foreign.Arena;
import java.util.concurrent.locks.ReentrantLock;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.encoding.MutationReader;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.RowMerger;

/// The rows of a contiguous part of the token space. Whole partitions, so that what is written to one can be published at
/// once: each mutation takes the next sequence, which readers see when all of it is in.
///
/// Writers take turns by a short lock; readers take none. What they read hangs from [#view], taken once.
final class Shard {
    /// Up to here, two versions of a row are always made one.
    private static final int SMALL_VERSION_BYTES = 512;
    /// Below, naming a base and following it costs more than the bytes it spares.
    private static final int LEAST_SHARED_BYTES = 16;

    /// What a reader holds on to: which versions it sees, and what was deleted by then.
    record View(int shard, int sequence, DeletionList deletions, long position) {}

    private record Deleted(int sequence, DeletionList list, Deleted before) {}

    private final int index;
    final Slabs slabs;
    final Records records;
    final RowTree tree;

    private final ReentrantLock writing = new ReentrantLock();
    // Written under the lock; read after `published`, whose writing makes what was written before it seen.
    private volatile int published;
    private volatile Deleted deleted = new Deleted(0, DeletionList.EMPTY, null);
    private long deletedBytes;
    private long minTimestamp = Long.MAX_VALUE;
    private long maxTimestamp = Long.MIN_VALUE;
    private long minPosition = Long.MAX_VALUE;
    private long maxPosition = Long.MIN_VALUE;
    private boolean broken;
    private final ReplacedVersions replaced;
    private final RowReader row = new RowReader();
    private final RowMerger merger = new RowMerger();
    private final ByteWriter merged = new ByteWriter(512);
    private byte[] key = new byte[128];

    Shard(int index, Arena arena, ReadEpochs epochs) {
        this.index = index;
        replaced = new ReplacedVersions(epochs);
        slabs = new Slabs(arena);
        records = new Records(slabs);
        tree = new RowTree(slabs, records);
    }

    void apply(MutationReader partition, long position) {
        writing.lock();
        try {
            if (broken) {
                throw new IllegalStateException("an earlier write to this memtable failed halfway");
            }
            // until it is through: what is half written must never be published by the next
            broken = true;
            write(partition, position);
            broken = false;
        } finally {
            writing.unlock();
        }
    }

    private void write(MutationReader partition, long position) {
        int sequence = Math.incrementExact(published);
        DeletionList deletions = deleted.list;
        boolean anyDeletion = false;
        while (partition.nextEntry()) {
            if (partition.isRow()) {
                write(partition, sequence);
            } else {
                byte[] start = partition.deletionStart();
                byte[] end = partition.deletionEnd();
                deletions = deletions.add(start, end, partition.deletionTimestamp(), partition.deletionSeconds());
                wrote(partition.deletionTimestamp());
                deletedBytes += start.length + end.length + 64;
                anyDeletion = true;
            }
        }
        if (anyDeletion) {
            // readers of the sequence before need what was, and nobody older: those have taken theirs
            deleted = new Deleted(sequence, deletions, new Deleted(deleted.sequence, deleted.list, null));
        }
        minPosition = Math.min(minPosition, position);
        maxPosition = Math.max(maxPosition, position);
        published = sequence;
        replaced.publish();
        for (int gone = replaced.take(); gone != 0; gone = replaced.take()) {
            records.freeVersion(gone);
        }
    }

    private void write(MutationReader entry, int sequence) {
        int keyLength = entry.prefixLength() + entry.suffixLength();
        if (key.length < keyLength) {
            key = new byte[Math.max(keyLength, key.length * 2)];
        }
        byte[] bytes = entry.array();
        System.arraycopy(bytes, entry.prefixOffset(), key, 0, entry.prefixLength());
        System.arraycopy(bytes, entry.suffixOffset(), key, entry.prefixLength(), entry.suffixLength());
        row.reset(bytes, entry.valueOffset(), entry.valueLength());
        noteTimestamps();
        int newest = tree.locate(key, keyLength);
        if (newest != 0) {
            tree.replace(join(newest, sequence, bytes, entry.valueOffset(), entry.valueLength()));
            return;
        }
        int base = tree.likelyBase(key, keyLength);
        int shared = base == 0 ? 0 : records.sharedWith(base, key, keyLength);
        int keyReference = shared < LEAST_SHARED_BYTES
                ? records.writeKey(key, keyLength, 0, 0)
                : records.writeKey(key, keyLength, base, shared);
        tree.insert(
                keyReference,
                records.writeVersion(sequence, 0, 0, bytes, entry.valueOffset(), entry.valueLength()));
    }

    /// A version made of what was there and what comes. Small versions become one. Of large ones those stay apart that are
    /// much larger than what comes after them: so each byte is copied only a few times, and a row lies in few pieces.
    private int join(int newest, int sequence, byte[] bytes, int offset, int length) {
        int piece = newest;
        long size = length;
        merger.reset();
        merger.add(bytes, offset, length);
        while (piece != 0) {
            int pieceLength = records.valueLength(piece);
            if (pieceLength > SMALL_VERSION_BYTES && pieceLength > 2 * size) {
                break;
            }
            merger.add(records.valueSegment(piece), Records.valueOffset(piece), pieceLength);
            size += pieceLength;
            replaced.add(piece);
            piece = records.rest(piece);
        }
        if (merger.count() == 1) {
            return records.writeVersion(sequence, newest, piece, bytes, offset, length);
        }
        merged.reset();
        merger.merge(DeletionList.NONE, DropTimes.NONE, merged);
        return records.writeVersion(sequence, newest, piece, merged.array(), 0, merged.length());
    }

    private void noteTimestamps() {
        if (row.hasMarker()) {
            wrote(row.markerTimestamp());
        }
        if (row.hasDeletion()) {
            wrote(row.deletionTimestamp());
        }
        while (row.nextCell()) {
            wrote(row.timestamp());
        }
    }

    private void wrote(long timestamp) {
        minTimestamp = Math.min(minTimestamp, timestamp);
        maxTimestamp = Math.max(maxTimestamp, timestamp);
    }

    /// What is published now. Any thread, without waiting.
    View view() {
        while (true) {
            int sequence = published;
            Deleted found = deleted;
            if (found.sequence > sequence && found.before != null) {
                found = found.before;
            }
            if (found.sequence <= sequence) {
                return new View(index, sequence, found.list, maxPosition);
            }
        }
    }

    boolean isEmpty() {
        return published == 0;
    }

    long bytes() {
        return isEmpty() ? 0 : slabs.reservedBytes() + deletedBytes;
    }

    long minTimestamp() {
        return isEmpty() ? Long.MAX_VALUE : minTimestamp;
    }

    long maxTimestamp() {
        return isEmpty() ? Long.MIN_VALUE : maxTimestamp;
    }

    long minPosition() {
        return isEmpty() ? Long.MAX_VALUE : minPosition;
    }

    long maxPosition() {
        return isEmpty() ? Long.MIN_VALUE : maxPosition;
    }
}
