package org.helenus.storage;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How often something happens in a second, about over the last minute or minutes: older counts weigh less and less.
/// Nobody has
/// to come by regularly: whoever looks at the clock anyway lets it see the time. Threads: any.
public final class FadingRate {
    private static final long TICK_NANOS = 5_000_000_000L;

    private final LongSupplier count;
    private final double overNanos;
    private volatile long tickedNanos;
    // guarded by this
    private long counted;
    private double perSecond;
    private boolean ticked;

    /// @param count how often it happened so far
    /// @param over what; after so long a count weighs about a third
    public FadingRate(LongSupplier count, long nowNanos, Duration over) {
        overNanos = over.toNanos();
        this.count = count;
        tickedNanos = nowNanos;
    }

    /// Lets it see the time. Cheap but every few seconds.
    public void tick(long nowNanos) {
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
        perSecond += (ticked ? 1 - Math.exp(-elapsed / overNanos) : 1) * (since - perSecond);
        ticked = true;
        counted = now;
        tickedNanos = nowNanos;
    }

    public double perSecond(long nowNanos) {
        tick(nowNanos);
        synchronized (this) {
            return perSecond;
        }
    }
}
