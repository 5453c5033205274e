package org.helenus.storage;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that moves when it is told to. Tests, tools and the simulator live by it.
public final class ManualClock implements Clock {
    private final AtomicLong wallMicros;
    private final AtomicLong monotonicNanos = new AtomicLong();

    public ManualClock(long wallMicros) {
        this.wallMicros = new AtomicLong(wallMicros);
    }

    @Override
    public long wallMicros() {
        return wallMicros.get();
    }

    @Override
    public long monotonicNanos() {
        return monotonicNanos.get();
    }

    /// Lets time pass on both clocks.
    public void advance(Duration duration) {
        wallMicros.addAndGet(duration.toNanos() / 1_000);
        monotonicNanos.addAndGet(duration.toNanos());
    }

    /// Sets the wall clock, also backwards; the monotonic one does not notice.
    public void setWallMicros(long micros) {
        wallMicros.set(micros);
    }
}
