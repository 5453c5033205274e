package org.helenus.storage.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The bytes of one file of a [VolatileDisk], in chunks. Zeros that were never written take no memory.
///
/// It is held by each of its names and by each who has it open; the last one gives the memory back.
///
/// Threads: any; many read at once, one writes.
final class VolatileFile {
    static final int CHUNK_BYTES = 1 << 16;
    private static final byte[] ZEROS = new byte[CHUNK_BYTES];
    private static final byte[] NONE = {};

    private final AtomicLong used;
    private final long capacity;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    // guarded by lock; a chunk of no bytes is one of zeros, and a chunk in use is zero behind the file's end
    private byte[][] chunks = {};
    private long size;
    private int holders = 1;

    /// @param used what all files of the disk take
    VolatileFile(AtomicLong used, long capacity) {
        this.used = used;
        this.capacity = capacity;
    }

    void retain() {
        lock.writeLock().lock();
        try {
            holders++;
        } finally {
            lock.writeLock().unlock();
        }
    }

    void release() {
        lock.writeLock().lock();
        try {
            if (--holders == 0) {
                cut(0);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    long size() {
        lock.readLock().lock();
        try {
            return size;
        } finally {
            lock.readLock().unlock();
        }
    }

    int read(long position, ByteBuffer into) {
        lock.readLock().lock();
        try {
            int wanted = Math.clamp(size - position, 0, into.remaining());
            for (int done = 0; done < wanted; ) {
                byte[] chunk = chunks[(int) ((position + done) / CHUNK_BYTES)];
                int at = (int) ((position + done) % CHUNK_BYTES);
                int count = Math.min(CHUNK_BYTES - at, wanted - done);
                into.put(chunk.length == 0 ? ZEROS : chunk, at, count);
                done += count;
            }
            return wanted;
        } finally {
            lock.readLock().unlock();
        }
    }

    /// @return false: there is no room for all of it, and some was written
    boolean write(long position, ByteBuffer from) {
        lock.writeLock().lock();
        try {
            if (from.hasRemaining()) {
                grow(position + from.remaining());
            }
            while (from.hasRemaining()) {
                int index = (int) (position / CHUNK_BYTES);
                if (chunks[index].length == 0) {
                    if (used.addAndGet(CHUNK_BYTES) > capacity) {
                        used.addAndGet(-CHUNK_BYTES);
                        return false;
                    }
                    chunks[index] = new byte[CHUNK_BYTES];
                }
                int at = (int) (position % CHUNK_BYTES);
                int count = Math.min(CHUNK_BYTES - at, from.remaining());
                from.get(chunks[index], at, count);
                position += count;
            }
            return true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    void extend(long wanted) {
        lock.writeLock().lock();
        try {
            grow(wanted);
        } finally {
            lock.writeLock().unlock();
        }
    }

    void truncate(long wanted) {
        lock.writeLock().lock();
        try {
            if (wanted < size) {
                cut(wanted);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void grow(long wanted) {
        if (wanted <= size) {
            return;
        }
        int needed = chunkCount(wanted);
        if (needed > chunks.length) {
            int before = chunks.length;
            chunks = Arrays.copyOf(chunks, Math.max(needed, before * 3 / 2));
            Arrays.fill(chunks, before, chunks.length, NONE);
        }
        size = wanted;
    }

    private void cut(long wanted) {
        int kept = chunkCount(wanted);
        for (int i = kept; i < chunks.length; i++) {
            if (chunks[i].length > 0) {
                used.addAndGet(-CHUNK_BYTES);
            }
        }
        chunks = Arrays.copyOf(chunks, kept);
        int end = (int) (wanted % CHUNK_BYTES);
        if (end != 0 && chunks[kept - 1].length > 0) {
            Arrays.fill(chunks[kept - 1], end, CHUNK_BYTES, (byte) 0);
        }
        size = wanted;
    }

    private static int chunkCount(long bytes) {
        return Math.toIntExact((bytes + CHUNK_BYTES - 1) / CHUNK_BYTES);
    }
}
