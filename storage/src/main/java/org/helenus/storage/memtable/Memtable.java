package org.helenus.storage.memtable;

import java.lang.foreign.Arena;
import org.helenus.storage.encoding.MutationReader;
import org.helenus.storage.encoding.RowSplit;

/// The rows of one table written since its last flush, in key order: rows and keys off-heap, their index on it.
/// Writers and readers: any thread;
/// readers are never blocked. What is applied together to one partition is seen together, or not yet.
///
///     token space   | shard 0 | shard 1 | … equal parts
///     shard         sequence, deletions, RowTree (nodes on the heap) → keys and versions in slabs
///     version       → the version that it took the place of, for readers of an older sequence
///
/// The memory of replaced versions is used again when no snapshot is left that could see them. All of it is freed by
/// [#close], when nobody reads or writes any more.
public final class Memtable implements AutoCloseable {
    public static final int DEFAULT_SHARDS = 4;

    private final Arena arena = Arena.ofShared();
    private final ReadEpochs epochs = new ReadEpochs();
    private final Shard[] shards;
    private final int shift;

    public Memtable() {
        this(DEFAULT_SHARDS);
    }

    /// @param shardCount a power of two: writers of different shards do not wait for each other; each takes at
    ///     least 16 KiB
    public Memtable(int shardCount) {
        this(shardCount, RowSplit.DEFAULT);
    }

    /// As [#Memtable(int)].
    public Memtable(int shardCount, RowSplit split) {
        if (Integer.bitCount(shardCount) != 1 || shardCount > 1024) {
            throw new IllegalArgumentException("shards must be a power of two up to 1024: " + shardCount);
        }
        shards = new Shard[shardCount];
        for (int i = 0; i < shardCount; i++) {
            shards[i] = new Shard(i, arena, epochs, split);
        }
        shift = Long.SIZE - Integer.numberOfTrailingZeros(shardCount);
    }

    int shardCount() {
        return shards.length;
    }

    Shard shard(int index) {
        return shards[index];
    }

    /// The shard that a key, or a bound, lies in.
    int shardOf(byte[] key, int keyLength) {
        return shift == Long.SIZE ? 0 : (int) (Records.head(key, keyLength, 0) >>> shift);
    }

    /// Applies the partition that a mutation's reader stands on: all of its entries become visible at once. The
    /// bytes are copied. They must be a mutation's: whoever got them from elsewhere has them checked by
    /// [org.helenus.storage.Mutation#of] before.
    ///
    /// @param position of the mutation in the commit log
    public void apply(MutationReader partition, long position) {
        int shard = shift == Long.SIZE
                ? 0
                : (int) (Records.head(
                                partition.array(),
                                partition.prefixOffset() + partition.prefixLength(),
                                partition.prefixOffset())
                        >>> shift);
        shards[shard].apply(partition, position);
    }

    /// What is published now. Costs little; many may be held. Close it, or memory of replaced versions is not used
    /// again.
    public MemtableSnapshot snapshot() {
        return new MemtableSnapshot(this, epochs);
    }

    public boolean isEmpty() {
        for (Shard shard : shards) {
            if (!shard.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /// Memory taken, in bytes: all off-heap memory, and what index and deletions keep on the heap.
    public long bytes() {
        long bytes = 0;
        for (Shard shard : shards) {
            bytes += shard.bytes();
        }
        return bytes;
    }

    /// How many rows it holds. Exact when nobody writes.
    public long rows() {
        long rows = 0;
        for (Shard shard : shards) {
            rows += shard.rows();
        }
        return rows;
    }

    /// About how many partitions these are of, at most one for each row; rather too many than too few.
    public long partitions() {
        long partitions = 0;
        for (Shard shard : shards) {
            partitions += shard.partitions();
        }
        return partitions;
    }

    /// Microseconds; [Long#MAX_VALUE] when empty.
    public long minTimestamp() {
        long least = Long.MAX_VALUE;
        for (Shard shard : shards) {
            least = Math.min(least, shard.minTimestamp());
        }
        return least;
    }

    /// Microseconds; [Long#MIN_VALUE] when empty.
    public long maxTimestamp() {
        long greatest = Long.MIN_VALUE;
        for (Shard shard : shards) {
            greatest = Math.max(greatest, shard.maxTimestamp());
        }
        return greatest;
    }

    /// The least log position applied; [Long#MAX_VALUE] when empty.
    public long minPosition() {
        long least = Long.MAX_VALUE;
        for (Shard shard : shards) {
            least = Math.min(least, shard.minPosition());
        }
        return least;
    }

    /// The greatest log position applied; [Long#MIN_VALUE] when empty.
    public long maxPosition() {
        long greatest = Long.MIN_VALUE;
        for (Shard shard : shards) {
            greatest = Math.max(greatest, shard.maxPosition());
        }
        return greatest;
    }

    /// Frees the memory. No reader and no writer may be left: they would fail.
    @Override
    public void close() {
        arena.close();
    }
}
