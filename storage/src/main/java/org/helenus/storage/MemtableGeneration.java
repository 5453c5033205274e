package org.helenus.storage;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.helenus.storage.memtable.Memtable;

/// A memtable and the number that the log's records name it by.
///
/// A writer enters before it reserves log space and leaves when its rows are in; a flush closes the generation and
/// waits for those inside. So every record of the generation is in the memtable when it is flushed, and no record that
/// comes later names it.
///
/// Threads: any.
final class MemtableGeneration {
    private static final int CLOSED = 1 << 31;

    private volatile long number;
    private final Memtable memtable;
    private final Consumer<MemtableGeneration> freed;
    private final AtomicInteger writers = new AtomicInteger();
    private final AtomicInteger references = new AtomicInteger(1);
    private final AtomicLong lowerBound = new AtomicLong(Long.MAX_VALUE);

    /// @param number greater than that of every earlier generation of any table
    /// @param freed told when the memory is given back
    MemtableGeneration(long number, Memtable memtable, Consumer<MemtableGeneration> freed) {
        this.number = number;
        this.memtable = memtable;
        this.freed = freed;
    }

    long number() {
        return number;
    }

    /// Gives it a greater number, while nobody writes.
    void renumber(long greater) {
        number = greater;
    }

    Memtable memtable() {
        return memtable;
    }

    /// Lets a writer in.
    ///
    /// @param logTail where the log ends now, or earlier
    /// @return false: closed, a newer one is there
    boolean enter(long logTail) {
        while (true) {
            int state = writers.get();
            if (state < 0) {
                return false;
            }
            if (writers.compareAndSet(state, state + 1)) {
                // Whoever finds a bound reserves after it was set, so behind it.
                if (lowerBound.get() == Long.MAX_VALUE) {
                    lowerBound.compareAndSet(Long.MAX_VALUE, logTail);
                }
                return true;
            }
        }
    }

    void leave() {
        if (writers.decrementAndGet() == CLOSED) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /// No record of this generation lies before this in the log; [Long#MAX_VALUE] while nobody wrote.
    long lowerBound() {
        return lowerBound.get();
    }

    /// Lets nobody in any more.
    void close() {
        writers.getAndUpdate(state -> state | CLOSED);
    }

    /// Waits until the last writer has left a closed generation. They never wait for anything, so it is soon.
    void awaitWriters() {
        boolean interrupted = false;
        synchronized (this) {
            while (writers.get() != CLOSED) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void retain() {
        references.incrementAndGet();
    }

    /// The last one frees the memory.
    void release() {
        if (references.decrementAndGet() == 0) {
            memtable.close();
            freed.accept(this);
        }
    }
}
