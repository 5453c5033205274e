package org.helenus.compaction;

import java.util.concurrent.locks.LockSupport;
import org.helenus.storage.Clock;

/// Lets bytes through at a rate, together for all who ask. The rate may change at any time; who waits then has at most
/// the piece before it to wait for.
///
/// Threads: any.
public final class Throttle {
    /// No more than this share of a second is made up for after a pause.
    private static final long BURST_NANOS = 50_000_000;

    /// Waits about as long as it is told.
    @FunctionalInterface
    public interface Pause {
        void pause(long nanos);

        /// Parks the thread.
        Pause PARK = LockSupport::parkNanos;
    }

    private final Clock clock;
    private final Pause pause;

    // guarded by this
    private long bytesPerSecond;
    private long freeAtNanos;

    /// @param bytesPerSecond 0: no limit
    public Throttle(Clock clock, Pause pause, long bytesPerSecond) {
        this.clock = clock;
        this.pause = pause;
        freeAtNanos = clock.monotonicNanos();
        setBytesPerSecond(bytesPerSecond);
    }

    /// @param rate 0: no limit
    public synchronized void setBytesPerSecond(long rate) {
        if (rate < 0) {
            throw new IllegalArgumentException("a rate of " + rate);
        }
        bytesPerSecond = rate;
    }

    public synchronized long bytesPerSecond() {
        return bytesPerSecond;
    }

    /// Returns when `bytes` may have been written. Ask for small pieces.
    public void acquire(long bytes) {
        long until = reserve(bytes);
        long left = until - clock.monotonicNanos();
        while (left > 0) {
            pause.pause(left);
            if (Thread.currentThread().isInterrupted()) {
                return; // whoever interrupts wants the thread, not the rate
            }
            left = until - clock.monotonicNanos();
        }
    }

    private synchronized long reserve(long bytes) {
        long now = clock.monotonicNanos();
        if (bytesPerSecond == 0) {
            freeAtNanos = now;
            return now;
        }
        long from = Math.max(freeAtNanos, now - BURST_NANOS);
        freeAtNanos = from + (long) ((double) bytes / bytesPerSecond * 1e9);
        return freeAtNanos;
    }
}
