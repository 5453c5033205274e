package org.helenus.storage;

import java.util.function.LongSupplier;

/// How often something happens in a second, about over the last minute: older counts weigh less and less. Nobody has
/// to come by regularly: whoever looks at the clock anyway lets it see the time. Threads: any.
final class OneMinuteRate {
    private static final long TICK_NANOS = 5_000_000_000L;
    private static final double MINUTE_NANOS = 60e9;

    private final LongSupplier count;
    private volatile long tickedNanos;
    // guarded by this
    private long counted;
    private double perSecond;
    private boolean ticked;

    OneMinuteRate(LongSupplier count, long nowNanos) {
        this.count = count;
        tickedNanos = nowNanos;
    }

    /// Lets it see the time. Cheap but every few seconds.
    void tick(long nowNanos) {
        if (nowNanos - tickedNanos >= TICK_NANOS) {
            advance(nowNanos);
        }
    }

    private synchronized void advance(long nowNanos) {
        long elapsed = nowNanos - tickedNanos;
        if (elapsed < TICK_NANOS) {
            return; // somebody was faster
        }
        long now = count.getAsLong();
        double since = (now - counted) * 1e9 / elapsed;
        perSecond += (ticked ? 1 - Math.exp(-elapsed / MINUTE_NANOS) : 1) * (since - perSecond);
        ticked = true;
        counted = now;
        tickedNanos = nowNanos;
    }

    double perSecond(long nowNanos) {
        tick(nowNanos);
        synchronized (this) {
            return perSecond;
        }
    }
}
