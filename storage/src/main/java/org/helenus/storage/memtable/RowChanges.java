package org.helenus.storage.memtable;

import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.encoding.MutationReader;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowSplit;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.RowMerger;

/// How a row of a mutation gets into a shard's tree: as a new entry, or as a newer version of one. The shard's writer.
///
/// A row that gets larger than [RowSplit] says is continued ([org.helenus.storage.encoding.RowFormat]): from then on
/// each of its cells with a path is an entry of its own, so that the write of one element is that of a small row. Those
/// who read an older sequence still find the row whole, and the entries of its elements too new for them.
final class RowChanges {
    /// Up to here, two versions of a row are always made one.
    private static final int SMALL_VERSION_BYTES = 512;
    /// Below, naming a base and following it costs more than the bytes it spares.
    private static final int LEAST_SHARED_BYTES = 16;

    private final RowTree tree;
    private final Records records;
    private final ReplacedVersions replaced;
    private final RowSplit split;
    private final RowReader row = new RowReader();
    private final RowMerger merger = new RowMerger();
    private ByteWriter merged = new ByteWriter(512);
    private byte[] key = new byte[128];
    /// Made when first a row is continued.
    private ContinuedRow continued;
    private boolean hasElements;
    private long rows;
    private long partitions;
    private long leastTimestamp;
    private long greatestTimestamp;

    RowChanges(RowTree tree, Records records, ReadEpochs epochs, RowSplit split) {
        this.tree = tree;
        this.records = records;
        this.split = split;
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
        int offset = entry.valueOffset();
        int length = entry.valueLength();
        if (newest == 0) {
            rows++;
            if (tree.startsPartition(key, keyLength, entry.prefixLength())) {
                partitions++;
            }
            if (hasElements && length > split.splitBytes()) {
                writeContinued(keyLength, 0, sequence, bytes, offset, length);
            } else {
                insert(keyLength, sequence, bytes, offset, length);
            }
        } else if (records.isContinued(newest) || hasElements && isLarge(newest, length)) {
            writeContinued(keyLength, newest, sequence, bytes, offset, length);
        } else {
            tree.replace(join(newest, sequence, bytes, offset, length));
        }
    }

    /// Puts in the key that the tree was asked for.
    private void insert(int keyLength, int sequence, byte[] bytes, int offset, int length) {
        int base = tree.likelyBase(key, keyLength);
        int shared = base == 0 ? 0 : records.sharedWith(base, key, keyLength);
        int keyReference = shared < LEAST_SHARED_BYTES
                ? records.writeKey(key, keyLength)
                : records.writeKey(key, keyLength, base, shared);
        tree.insert(key, keyLength, keyReference, records.writeVersion(sequence, 0, 0, bytes, offset, length));
    }

    private boolean isLarge(int newest, int more) {
        long size = more;
        for (int piece = newest; piece != 0; piece = records.rest(piece)) {
            size += records.valueLength(piece);
        }
        return size > split.splitBytes();
    }

    /// Puts in a row that is continued, or is from now on: the row itself, where it says something or is not yet
    /// continued, then the cells.
    ///
    /// @param newest its version at which the tree stands; 0: there is none
    private void writeContinued(int keyLength, int newest, int sequence, byte[] bytes, int offset, int length) {
        if (continued == null) {
            continued = new ContinuedRow();
        }
        if (newest == 0) {
            continued.takeApart(bytes, offset, length);
            insert(keyLength, sequence, continued.head(), 0, continued.headLength());
        } else if (records.isContinued(newest)) {
            continued.takeApart(bytes, offset, length);
            if (continued.headSays()) {
                tree.replace(join(newest, sequence, continued.head(), 0, continued.headLength()));
            }
        } else {
            // not in the buffer that the elements are joined in, for they are taken from it
            var whole = new ByteWriter(length + split.splitBytes());
            merger.reset();
            merger.add(bytes, offset, length);
            for (int piece = newest; piece != 0; piece = records.rest(piece)) {
                merger.add(records.valueSegment(piece), records.valueOffset(piece), records.valueLength(piece));
                replaced.add(piece);
            }
            merger.merge(DeletionList.NONE, DropTimes.NONE, whole);
            continued.takeApart(whole.array(), 0, whole.length());
            tree.replace(records.writeVersion(sequence, newest, 0, continued.head(), 0, continued.headLength()));
        }
        while (continued.nextElement()) {
            key = RowKeyFormat.continuation(key, keyLength, continued.cell());
            int elementKeyLength = keyLength
                    + RowKeyFormat.CONTINUATION_BYTES
                    + continued.cell().pathLength();
            int found = tree.locate(key, elementKeyLength);
            if (found == 0) {
                insert(elementKeyLength, sequence, continued.element(), 0, continued.elementLength());
            } else {
                tree.replace(join(found, sequence, continued.element(), 0, continued.elementLength()));
            }
        }
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
            merger.add(records.valueSegment(piece), records.valueOffset(piece), pieceLength);
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
        hasElements = false;
        if (row.hasMarker()) {
            note(row.markerTimestamp());
        }
        if (row.hasDeletion()) {
            note(row.deletionTimestamp());
        }
        while (row.nextCell()) {
            note(row.timestamp());
            hasElements |= row.hasPath();
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
