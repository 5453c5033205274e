package org.helenus.benchmarks.compaction;

import java.util.concurrent.locks.LockSupport;

/// A thread that only wakes up each millisecond and notes how late it was: what the machine and its other users do to
/// anybody. Ended by its owner, who may then read the figures.
final class ControlThread {
    private static final long TICK_NANOS = 1_000_000;

    private final Latencies late = new Latencies();
    private final Thread thread = new Thread(this::run, "control");
    private volatile boolean stop;

    ControlThread() {
        thread.start();
    }

    private void run() {
        long next = System.nanoTime() + TICK_NANOS;
        while (!stop) {
            long now = System.nanoTime();
            if (now < next) {
                LockSupport.parkNanos(next - now);
                continue;
            }
            late.add(now - next);
            // What it missed while it was late is late as well, as with requests that come at a rate.
            next += TICK_NANOS;
        }
    }

    /// After the end.
    Latencies late() {
        return late;
    }

    /// Returns when the thread is gone.
    void end() throws InterruptedException {
        stop = true;
        thread.join();
    }
}
