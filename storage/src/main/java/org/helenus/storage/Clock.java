package org.helenus.storage;

/// The time, handed in. Nothing in the engine asks the machine for it around this seam.
///
/// Threads: any.
public interface Clock {
    /// Microseconds since 1970, UTC; may jump both ways.
    long wallMicros();

    /// Nanoseconds of an origin of its own; never goes back.
    long monotonicNanos();

    /// Seconds since 1970, UTC: what deletion times and expiries are judged by.
    default long wallSeconds() {
        return Math.floorDiv(wallMicros(), 1_000_000L);
    }
}
