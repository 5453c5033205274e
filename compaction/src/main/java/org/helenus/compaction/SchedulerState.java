package org.helenus.compaction;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// What those who give orders and the threads that carry them out share.
final class SchedulerState {
    private final ReentrantLock lock = new ReentrantLock();
    /// For the threads: there may be something to do.
    final Condition changed = lock.newCondition();
    /// For those who wait until nothing is. Apart, because a thread that finds nothing tells them, and must not
    /// wake
    /// another thread by it, which would find nothing either and wake the first.
    final Condition settled = lock.newCondition();
    // guarded by lock
    final CompactionQueue queue = new CompactionQueue();
    final List<RunningTask> running = new ArrayList<>();
    boolean started;
    boolean closed;
    // written under lock, read by merges between two slices
    volatile boolean paused;
    /// Something changed since a merge last looked whether something else is more urgent.
    volatile boolean news;

    /// Changes something, under the lock, and wakes all who may care.
    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            news = true;
            changed.signalAll();
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Looks, under the lock.
    <T> T look(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }
}
