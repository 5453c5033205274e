package org.helenus.storage.memtable;

import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.encoding.MutationReader;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.RowMerger;

/// How a row of a mutation gets into a shard's tree: as a new entry, or as a newer version of one. The shard's writer.
final class RowChanges {
    /// Up to here, two versions of a row are always made one.
    private static final int SMALL_VERSION_BYTES = 512;
    /// Below, naming a base and following it costs more than the bytes it spares.
    private static final int LEAST_SHARED_BYTES = 16;

    private final RowTree tree;
    private final Records records;
    private final ReplacedVersions replaced;
    private final RowReader row = new RowReader();
    private final RowMerger merger = new RowMerger();
    private ByteWriter merged = new ByteWriter(512);
    private byte[] key = new byte[128];
    private long rows;
    private long partitions;
    private long leastTimestamp;
    private long greatestTimestamp;

    RowChanges(RowTree tree, Records records, ReadEpochs epochs) {
        this.tree = tree;
        this.records = records;
        replaced = new ReplacedVersions(epochs);
    }

    /// Puts in the row that a mutation's reader stands on.
    void write(MutationReader entry, int sequence) {
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
        rows++;
        if (tree.startsPartition(key, keyLength, entry.prefixLength())) {
            partitions++;
        }
        int base = tree.likelyBase(key, keyLength);
        int shared = base == 0 ? 0 : records.sharedWith(base, key, keyLength);
        int keyReference = shared < LEAST_SHARED_BYTES
                ? records.writeKey(key, keyLength, 0, 0)
                : records.writeKey(key, keyLength, base, shared);
        tree.insert(
                key,
                keyLength,
                keyReference,
                records.writeVersion(sequence, 0, 0, bytes, entry.valueOffset(), entry.valueLength()));
    }

    /// A version made of what was there and what comes. Small versions become one. Of large ones those stay apart
    /// that are much larger than what comes after them: so each byte is copied only a few times, and a row lies in
    /// few pieces.
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
        merged = RowMerger.emptied(merged);
        merger.merge(DeletionList.NONE, DropTimes.NONE, merged);
        return records.writeVersion(sequence, newest, piece, merged.array(), 0, merged.length());
    }

    private void noteTimestamps() {
        leastTimestamp = Long.MAX_VALUE;
        greatestTimestamp = Long.MIN_VALUE;
        if (row.hasMarker()) {
            note(row.markerTimestamp());
        }
        if (row.hasDeletion()) {
            note(row.deletionTimestamp());
        }
        while (row.nextCell()) {
            note(row.timestamp());
        }
    }

    private void note(long timestamp) {
        leastTimestamp = Math.min(leastTimestamp, timestamp);
        greatestTimestamp = Math.max(greatestTimestamp, timestamp);
    }

    /// Rows put in, each once.
    long rows() {
        return rows;
    }

    /// About how many partitions they are of; rather too many than too few.
    long partitions() {
        return partitions;
    }

    /// Of the last row.
    long leastTimestamp() {
        return leastTimestamp;
    }

    long greatestTimestamp() {
        return greatestTimestamp;
    }

    /// What was written is published: what it replaced is out of use, and some of what was replaced before out of
    /// reach.
    void published() {
        replaced.publish();
        for (int gone = replaced.take(); gone != 0; gone = replaced.take()) {
            records.freeVersion(gone);
        }
    }
}
