package org.helenus.storage.cache;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/// The cached blocks of one open file, by their number: finding one is two array loads and a pin. Made by
/// [BlockCache#table]; whoever opened the file closes it when nobody reads the file any more.
///
/// The places are in chunks that come to be with the first block in them, so that the part of a file which nobody
/// reads takes nothing. Threads: any.
public final class BlockTable implements AutoCloseable {
    private static final int CHUNK_SHIFT = 9;
    private static final int CHUNK = 1 << CHUNK_SHIFT;

    private final BlockCache cache;
    private final AtomicReferenceArray<AtomicReferenceArray<CachedBlock>> chunks;

    BlockTable(BlockCache cache, int count) {
        this.cache = cache;
        chunks = new AtomicReferenceArray<>((int) Math.ceilDiv((long) count, CHUNK));
    }

    /// Puts a block's content, decompressed and checked, into the memory that it is given.
    @FunctionalInterface
    public interface BlockLoader {
        void load(MemorySegment into) throws IOException;
    }

    /// Block `index`, pinned for the caller; [CachedBlock#NONE] when it is not in memory.
    public CachedBlock find(int index) {
        var chunk = chunks.getAcquire(index >>> CHUNK_SHIFT);
        if (chunk != null) {
            CachedBlock block = chunk.getAcquire(index & CHUNK - 1);
            if (block != null && block.pin()) {
                cache.found(block);
                return block;
            }
        }
        return CachedBlock.NONE;
    }

    /// Loads block `index` of `bytes`, pinned for the caller, and offers it to the cache. When two threads load
    /// the same block both get theirs, and one stays.
    public CachedBlock load(int index, int bytes, BlockLoader loader) throws IOException {
        CachedBlock block = cache.place(new CachedBlock(cache, this, index), bytes);
        boolean loaded = false;
        try {
            loader.load(block.content());
            loaded = true;
        } finally {
            if (!loaded) {
                block.unpin();
            }
        }
        block.pin(); // the table's
        if (chunk(index).compareAndSet(index & CHUNK - 1, null, block)) {
            cache.insert(block);
        } else {
            block.unpin();
        }
        return block;
    }

    /// The chunk of a place, made when it is not there.
    private AtomicReferenceArray<CachedBlock> chunk(int index) {
        int at = index >>> CHUNK_SHIFT;
        var chunk = chunks.getAcquire(at);
        if (chunk != null) {
            return chunk;
        }
        var fresh = new AtomicReferenceArray<CachedBlock>(CHUNK);
        var witness = chunks.compareAndExchange(at, null, fresh);
        return witness == null ? fresh : witness;
    }

    boolean remove(int index, CachedBlock block) {
        return chunk(index).compareAndSet(index & CHUNK - 1, block, null);
    }

    boolean holds(int index, CachedBlock block) {
        return chunk(index).get(index & CHUNK - 1) == block;
    }

    /// How many blocks of the file are in memory.
    public int size() {
        var count = new int[1];
        forEach(block -> count[0]++);
        return count[0];
    }

    /// Lets go of every block; those that a cursor stands on are freed when it leaves. No load may run.
    @Override
    public void close() {
        forEach(cache::drop);
    }

    private void forEach(Consumer<CachedBlock> action) {
        for (int i = 0; i < chunks.length(); i++) {
            var chunk = chunks.get(i);
            for (int j = 0; chunk != null && j < CHUNK; j++) {
                CachedBlock block = chunk.get(j);
                if (block != null) {
                    action.accept(block);
                }
            }
        }
    }
}
