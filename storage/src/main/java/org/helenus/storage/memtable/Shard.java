package org.helenus.storage.memtable;

import java.lang.foreign.Arena;
import org.helenus.storage.encoding.MutationReader;
import org.helenus.storage.encoding.RowSplit;
import org.helenus.storage.merge.DeletionList;

/// The rows of a contiguous part of the token space. Whole partitions, so that what is written to one can be published
/// at once: each mutation takes the next sequence, which readers see when all of it is in.
///
/// Writers take turns by a short lock; readers take none. What they read hangs from [#view], taken once.
final class Shard {
    /// What a reader holds on to: which versions it sees, and what was deleted by then.
    record View(int shard, int sequence, DeletionList deletions, long position) {}

    private record Deleted(int sequence, DeletionList list, Deleted before) {}

    private final int index;
    private final ReadEpochs epochs;
    private final RowSplit split;
    final Slabs slabs;
    final Records records;
    final RowTree tree;

    // A monitor costs a sixth of what a lock of java.util.concurrent does when nobody else wants it.
    private final Object writing = new Object();
    // Written under it; read after `published`, whose writing makes what was written before it seen.
    private volatile int published;
    private volatile Deleted deleted = new Deleted(0, DeletionList.EMPTY, null);
    private long deletedBytes;
    private long treeBytes;
    private long minTimestamp = Long.MAX_VALUE;
    private long maxTimestamp = Long.MIN_VALUE;
    private long minPosition = Long.MAX_VALUE;
    private long maxPosition = Long.MIN_VALUE;
    private boolean broken;
    private RowChanges rows;

    Shard(int index, Arena arena, ReadEpochs epochs, RowSplit split) {
        this.index = index;
        this.epochs = epochs;
        this.split = split;
        slabs = new Slabs(arena);
        records = new Records(slabs);
        tree = new RowTree(records);
    }

    void apply(MutationReader partition, long position) {
        synchronized (writing) {
            if (broken) {
                throw new IllegalStateException("an earlier write to this memtable failed halfway");
            }
            // until it is through: what is half written must never be published by the next
            broken = true;
            write(partition, position);
            broken = false;
        }
    }

    private void write(MutationReader partition, long position) {
        if (rows == null) {
            // most memtables of a node are never written to
            rows = new RowChanges(tree, records, epochs, split);
        }
        int sequence = Math.incrementExact(published);
        DeletionList deletions = deleted.list;
        boolean anyDeletion = false;
        while (partition.nextEntry()) {
            if (partition.isRow()) {
                rows.write(partition, sequence);
                wrote(rows.leastTimestamp(), rows.greatestTimestamp());
            } else {
                byte[] start = partition.deletionStart();
                byte[] end = partition.deletionEnd();
                deletions = deletions.add(start, end, partition.deletionTimestamp(), partition.deletionSeconds());
                wrote(partition.deletionTimestamp(), partition.deletionTimestamp());
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
        treeBytes = tree.bytes();
        published = sequence;
        rows.published();
    }

    private void wrote(long least, long greatest) {
        minTimestamp = Math.min(minTimestamp, least);
        maxTimestamp = Math.max(maxTimestamp, greatest);
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

    /// Rows in it; any thread, as they were published.
    long rows() {
        return isEmpty() ? 0 : rows.rows();
    }

    /// About how many partitions; rather too many than too few.
    long partitions() {
        return isEmpty() ? 0 : rows.partitions();
    }

    boolean isEmpty() {
        return published == 0;
    }

    long bytes() {
        return isEmpty() ? 0 : slabs.reservedBytes() + treeBytes + deletedBytes;
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
