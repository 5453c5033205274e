package org.helenus.storage.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.helenus.storage.cache.SlabPool.Frame;

/// Decompressed blocks of all open SSTables, outside the heap, within one number of bytes; what open files keep in
/// memory besides, their indexes and filters, is taken off it.
///
/// Each file finds its blocks in a [BlockTable]. Caffeine only decides which stay: it hears of a block when it is
/// loaded, at the first and at every sixteenth find, and tells which to let go. Its bookkeeping runs on the executor,
/// which an engine lets be the thread that loads.
/// Memory is freed when the last pin goes, so the bytes in use can pass the limit by what cursors stand on;
/// [#SLACK_BYTES] of slabs are there for that and for frames of sizes that come and go.
///
/// Threads: any. Closed after every table.
public final class BlockCache implements AutoCloseable {
    /// Slabs beyond the limit.
    static final int SLACK_BYTES = 4 * SlabPool.SLAB_BYTES;

    private final long capacityBytes;
    private final SlabPool pool;
    private final Cache<CachedBlock, CachedBlock> policy;
    private final Policy.Eviction<CachedBlock, CachedBlock> eviction;
    private final ScratchBuffers scratch = new ScratchBuffers();
    private final AtomicLong pinnedBytes = new AtomicLong();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder evictions = new LongAdder();

    /// @param executor runs the policy's bookkeeping, briefly; `Runnable::run` makes it exact
    public BlockCache(long capacityBytes, Executor executor) {
        if (capacityBytes < 0) {
            throw new IllegalArgumentException("a cache of " + capacityBytes + " bytes");
        }
        this.capacityBytes = capacityBytes;
        pool = new SlabPool(capacityBytes + SLACK_BYTES);
        policy = Caffeine.newBuilder()
                .executor(task -> {
                    try {
                        executor.execute(task);
                    } catch (RejectedExecutionException _) {
                        task.run(); // the executor stops before the last files are closed
                    }
                })
                .maximumWeight(capacityBytes)
                .weigher((CachedBlock key, CachedBlock block) -> block.weight())
                .evictionListener(this::evicted)
                .build();
        eviction = policy.policy().eviction().orElseThrow();
    }

    /// What is in it and how it fared.
    ///
    /// @param bytes of frames in use, of blocks in the cache and of those that cursors still stand on
    /// @param pinnedBytes of indexes, filters and the like of open files
    public record Statistics(
            long capacityBytes, long bytes, long pinnedBytes, long blocks, long hits, long misses, long evictions) {
        /// Share of finds among all questions; 0 when there were none.
        public double hitRate() {
            return hits + misses == 0 ? 0 : (double) hits / (hits + misses);
        }
    }

    /// A table for a file of `blockCount` blocks.
    public BlockTable table(int blockCount) {
        return new BlockTable(this, blockCount);
    }

    /// Buffers for blocks on their way in.
    public ScratchBuffers scratch() {
        return scratch;
    }

    /// Counts memory that an open file holds against the capacity; a negative number gives it back.
    public void account(long bytes) {
        long pinned = pinnedBytes.addAndGet(bytes);
        long left = Math.max(0, capacityBytes - pinned);
        eviction.setMaximum(left);
        if (pool.limit(left + SLACK_BYTES)) {
            shrink(left + SLACK_BYTES);
        }
    }

    /// Empties slabs until the pool is within its limit; what is left of them when cursors go.
    private void shrink(long limitBytes) {
        for (long over = pool.reservedBytes() - limitBytes; over > 0; over -= SlabPool.SLAB_BYTES) {
            pool.occupantsOfEmptiest(Integer.MAX_VALUE).forEach(this::drop);
        }
    }

    public Statistics statistics() {
        return new Statistics(
                capacityBytes,
                pool.usedBytes(),
                pinnedBytes.get(),
                policy.estimatedSize(),
                hits.sum(),
                misses.sum(),
                evictions.sum());
    }

    /// Runs what bookkeeping is pending on this thread.
    public void settle() {
        policy.cleanUp();
    }

    /// Bytes taken from the system for slabs; never above the capacity and the slack.
    public long reservedBytes() {
        return pool.reservedBytes();
    }

    void found(CachedBlock block) {
        hits.increment();
        if (block.countFind()) {
            var unused = policy.getIfPresent(block); // only to be seen asking
        }
    }

    /// Gives a new block its memory: from the pool, else what another size gives up, else its own beyond the
    /// limit, which goes with the last pin.
    CachedBlock place(CachedBlock block, int bytes) {
        misses.increment();
        Optional<Frame> frame = pool.allocate(bytes, block);
        for (int attempt = 0; frame.isEmpty() && attempt < 2; attempt++) {
            List<CachedBlock> occupants = pool.occupantsOfEmptiest(bytes);
            occupants.forEach(this::drop);
            frame = pool.allocate(bytes, block);
        }
        block.place(frame.orElseGet(() -> pool.allocateBeyond(bytes)));
        return block;
    }

    void insert(CachedBlock block) {
        policy.put(block, block);
        if (!block.isInTable()) { // another thread took it out before the policy knew it
            policy.invalidate(block);
        }
    }

    /// Takes a block out at once. Its memory goes when nobody stands on it.
    void drop(CachedBlock block) {
        policy.invalidate(block);
        block.leaveTable();
    }

    void free(Frame frame) {
        pool.free(frame);
    }

    private void evicted(CachedBlock key, CachedBlock block, RemovalCause cause) {
        evictions.increment();
        block.leaveTable();
    }

    /// Frees all memory. Every table is closed and no block is pinned.
    @Override
    public void close() {
        policy.invalidateAll();
        pool.close();
    }
}
