package org.helenus.storage;

import java.time.Instant;

/// The machine's clocks.
public final class SystemClock implements Clock {
    @Override
    public long wallMicros() {
        var now = Instant.now();
        return now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000;
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }
}
