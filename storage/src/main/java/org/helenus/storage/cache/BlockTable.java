package org.helenus.storage.cache;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The cached blocks of one open file, by their number: finding one is an array load and a pin. Made by
/// [BlockCache#table]; whoever opened the file closes it when nobody reads the file any more.
///
/// Threads: any.
public final class BlockTable implements AutoCloseable {
    private final BlockCache cache;
    private final AtomicReferenceArray<CachedBlock> blocks;

    BlockTable(BlockCache cache, int count) {
        this.cache = cache;
        blocks = new AtomicReferenceArray<>(count);
    }

    /// Puts a block's content, decompressed and checked, into the memory that it is given.
    @FunctionalInterface
    public interface BlockLoader {
        void load(MemorySegment into) throws IOException;
    }

    /// Block `index`, pinned for the caller; [CachedBlock#NONE] when it is not in memory.
    public CachedBlock find(int index) {
        CachedBlock block = blocks.getAcquire(index);
        if (block != null && block.pin()) {
            cache.found(block);
            return block;
        }
        return CachedBlock.NONE;
    }

    /// Loads block `index` of `bytes`, pinned for the caller, and offers it to the cache. When two threads load the same
    /// block both get theirs, and one stays.
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
        if (blocks.compareAndSet(index, null, block)) {
            cache.insert(block);
        } else {
            block.unpin();
        }
        return block;
    }

    boolean remove(int index, CachedBlock block) {
        return blocks.compareAndSet(index, block, null);
    }

    boolean holds(int index, CachedBlock block) {
        return blocks.get(index) == block;
    }

    /// How many blocks of the file are in memory.
    public int size() {
        int size = 0;
        for (int i = 0; i < blocks.length(); i++) {
            size += blocks.get(i) == null ? 0 : 1;
        }
        return size;
    }

    /// Lets go of every block; those that a cursor stands on are freed when it leaves. No load may run.
    @Override
    public void close() {
        for (int i = 0; i < blocks.length(); i++) {
            CachedBlock block = blocks.get(i);
            if (block != null) {
                cache.drop(block);
            }
        }
    }
}
