package org.helenus.compaction;

import java.util.function.DoubleSupplier;
import org.helenus.storage.Clock;

/// How fast all merges together may write: what is set, or what clients leave of it. Any thread.
final class MergeRate {
    private static final long ADAPT_NANOS = 250_000_000;

    private final Clock clock;
    private final Throttle throttle;
    private final DoubleSupplier pressure;
    private final boolean adaptive;
    private volatile long limit;
    private volatile DoubleSupplier foreground = () -> 0;
    private volatile long adaptedNanos;

    /// @param limit bytes a second, 0 for none
    /// @param adaptive merges give way to clients
    /// @param pressure of the debt, 0 … 1
    MergeRate(Clock clock, Throttle.Pause pause, long limit, boolean adaptive, DoubleSupplier pressure) {
        this.clock = clock;
        this.limit = limit;
        this.adaptive = adaptive;
        this.pressure = pressure;
        throttle = new Throttle(clock, pause, limit);
        adaptedNanos = clock.monotonicNanos();
    }

    Throttle throttle() {
        return throttle;
    }

    /// Takes effect at once.
    void set(long bytesPerSecond) {
        throttle.setBytesPerSecond(bytesPerSecond);
        limit = bytesPerSecond;
    }

    long limit() {
        return limit;
    }

    long current() {
        return throttle.bytesPerSecond();
    }

    /// Where to ask how busy clients keep the machine, 0 … 1.
    void foreground(DoubleSupplier load) {
        foreground = load;
    }

    /// Looks anew what clients leave, a few times a second.
    void adapt() {
        if (!adaptive) {
            return;
        }
        long now = clock.monotonicNanos();
        if (now - adaptedNanos < ADAPT_NANOS) {
            return;
        }
        adaptedNanos = now;
        long rate = AdaptiveRate.of(limit, foreground.getAsDouble(), pressure.getAsDouble());
        if (Math.abs(rate - throttle.bytesPerSecond()) > rate / 20) {
            throttle.setBytesPerSecond(rate);
        }
    }
}
