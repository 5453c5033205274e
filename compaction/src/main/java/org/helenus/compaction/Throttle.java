package org.helenus.compaction;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.helenus.storage.Clock;

/// Lets bytes through at a rate, together for all who ask. The rate may change at any time.
///
/// Threads: any.
public final class Throttle {
    /// No more than this share of a second is made up for after a pause.
    private static final long BURST_NANOS = 50_000_000;

    /// How soon a change of the rate, or an end, is noticed.
    private static final long LONGEST_PAUSE_NANOS = 50_000_000;

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
    private long changes;

    /// @param bytesPerSecond 0: no limit
    public Throttle(Clock clock, Pause pause, long bytesPerSecond) {
        this.clock = clock;
        this.pause = pause;
        setBytesPerSecond(bytesPerSecond);
    }

    /// Who waits goes on at the new rate at once.
    ///
    /// @param rate 0: no limit
    public synchronized void setBytesPerSecond(long rate) {
        if (rate < 0) {
            throw new IllegalArgumentException("a rate of " + rate);
        }
        bytesPerSecond = rate;
        freeAtNanos = clock.monotonicNanos();
        changes++;
    }

    public synchronized long bytesPerSecond() {
        return bytesPerSecond;
    }

    private synchronized long changes() {
        return changes;
    }

    /// Until when the bytes of one caller have been written at the rate of now.
    private record Turn(long untilNanos, long bytesPerSecond, long changes) {}

    /// Returns when `bytes` may have been written, or soon after `stopped` says that nobody waits for them any
    /// more.
    public void acquire(long bytes, BooleanSupplier stopped) {
        long missing = bytes;
        while (missing > 0 && !stopped.getAsBoolean()) {
            missing = await(reserve(missing), stopped);
        }
    }

    /// @return bytes that are still missing because the rate was changed
    private long await(Turn turn, BooleanSupplier stopped) {
        long left = turn.untilNanos - clock.monotonicNanos();
        while (left > 0 && !stopped.getAsBoolean()) {
            if (changes() != turn.changes) {
                return (long) Math.ceil(left / 1e9 * turn.bytesPerSecond);
            }
            pause.pause(Math.min(left, LONGEST_PAUSE_NANOS));
            left = turn.untilNanos - clock.monotonicNanos();
        }
        return 0;
    }

    private synchronized Turn reserve(long bytes) {
        long now = clock.monotonicNanos();
        if (bytesPerSecond == 0) {
            return new Turn(now, 0, changes);
        }
        long from = Math.max(freeAtNanos, now - BURST_NANOS);
        freeAtNanos = from + (long) ((double) bytes / bytesPerSecond * 1e9);
        return new Turn(freeAtNanos, bytesPerSecond, changes);
    }
}
