package org.helenus.compaction;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.helenus.storage.Clock;

/// Lets bytes through at a rate, together for all who ask. The rate may change at any time.
///
/// Who was kept from writing, by the disk or between two files, catches up: a disk that is busy for seven tenths of
/// the time with
/// what it was given leaves three tenths to give it more. So the rate holds over ten seconds, within a tenth, up to
/// about seven tenths of what the disk can do.
///
/// Threads: any.
public final class Throttle {
    /// No more than this is caught up with, less than a tenth of ten seconds, …
    private static final long CATCH_UP_NANOS = 800_000_000;
    /// … at this times the rate, …
    private static final double CATCH_UP_SPEED = 4;
    /// … but for this, which goes at once.
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
    /// When all that was let through has been written at the rate.
    private long freeAtNanos;
    /// The same at the speed of those who catch up.
    private long earliestNanos;
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
        earliestNanos = freeAtNanos;
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
        double nanos = (double) bytes / bytesPerSecond * 1e9;
        freeAtNanos = Math.max(freeAtNanos, now - CATCH_UP_NANOS) + (long) nanos;
        earliestNanos = Math.max(earliestNanos, now - BURST_NANOS) + (long) (nanos / CATCH_UP_SPEED);
        return new Turn(Math.max(freeAtNanos, earliestNanos), bytesPerSecond, changes);
    }
}
