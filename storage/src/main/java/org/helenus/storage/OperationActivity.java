package org.helenus.storage;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/// How often one kind of operation was done, and how long those took that were timed. Threads: any.
public final class OperationActivity {
    private final Clock clock;
    private final LongAdder count = new LongAdder();
    private final LatencyHistogram latency = new LatencyHistogram();
    private final LatencyHistogram whole = new LatencyHistogram();
    private final FadingRate rate;

    OperationActivity(Clock clock) {
        this.clock = clock;
        rate = new FadingRate(count::sum, clock.monotonicNanos(), Duration.ofMinutes(1));
    }

    void counted() {
        count.increment();
    }

    void took(long nanos) {
        latency.add(nanos);
        rate.tick(clock.monotonicNanos());
    }

    /// A request of this kind, from its arrival to its answer, waiting included.
    public void requestTook(long nanos) {
        whole.add(nanos);
    }

    public long count() {
        return count.sum();
    }

    /// In each second, about of the last minute.
    public double perSecond() {
        return rate.perSecond(clock.monotonicNanos());
    }

    /// Of the operation itself.
    public LatencyHistogram.Snapshot latency() {
        return latency.snapshot();
    }

    /// Of whole requests.
    public LatencyHistogram.Snapshot requestLatency() {
        return whole.snapshot();
    }
}
