package org.helenus.storage;

import java.time.Instant;

/// The machine's clocks.
///
/// Asking the wall clock for microseconds costs the JVM a call out of compiled code, so it is asked a hundred times a
/// second at most, and the monotonic clock tells how much has passed since: a wall clock that is set is followed within
/// [#REACH_NANOS].
public final class SystemClock implements Clock {
    private static final long REACH_NANOS = 10_000_000;

    private volatile Reading last = Reading.now();

    /// Both clocks at one moment.
    private record Reading(long nanos, long micros) {
        static Reading now() {
            long nanos = System.nanoTime();
            var wall = Instant.now();
            return new Reading(nanos, wall.getEpochSecond() * 1_000_000L + wall.getNano() / 1_000);
        }
    }

    @Override
    public long wallMicros() {
        var seen = last;
        long passed = System.nanoTime() - seen.nanos;
        if (passed > REACH_NANOS) {
            seen = Reading.now();
            last = seen;
            passed = 0;
        }
        return seen.micros + passed / 1_000;
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }
}
