package org.helenus.compaction;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.Clock;
import org.helenus.storage.WriteBrake;

/// Slows writes as the debt of compaction grows, smoothly, and never stops them.
///
///     pressure = how far the worst table's debt lies between the bounds of [BackPressureOptions], 0 … 1
///     rate     = writes a second before there was pressure × (1 − pressure), at least a fiftieth of them
///
/// While there is none, a write costs an addition here. Under pressure each write takes the next free moment of the
/// rate; when that is further away than the longest delay, it waits only so long. Where writes use all that they may,
/// the measure grows slowly, so a bad first guess does not stay. Threads: any.
public final class BackPressure implements WriteBrake {
    private static final double LEAST_SHARE = 0.02;
    private static final double LEAST_RATE = 100;
    private static final long SECOND = 1_000_000_000;
    /// Shorter waits than a timer can measure are saved up.
    private static final long SHORTEST_DELAY_NANOS = 200_000;

    private final BackPressureOptions options;
    private final Clock clock;
    private final LongAdder writes = new LongAdder();
    private final LongAdder delayed = new LongAdder();
    private final LongAdder delayedNanos = new LongAdder();
    private final AtomicLong nextFreeNanos = new AtomicLong();

    private volatile double pressure;
    private volatile double writesPerSecond = Double.MAX_VALUE;
    private volatile long measuredNanos;
    // guarded by this
    private final Map<TableId, Weight> weights = new HashMap<>();
    private String reason = "";
    private double measured;
    private long measuredWrites;

    BackPressure(BackPressureOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        measuredNanos = clock.monotonicNanos();
    }

    private record Weight(double pressure, String reason) {}

    /// For those who watch.
    ///
    /// @param pressure 0: writes are not slowed, 1: as much as they ever are
    /// @param reason which table's debt it is, and what of it; empty without pressure
    /// @param writesPerSecond that are let through; 0: no limit
    /// @param delayedWrites since the start
    /// @param delayedNanos that they waited altogether
    public record Status(
            double pressure, String reason, double writesPerSecond, long delayedWrites, long delayedNanos) {}

    public synchronized Status status() {
        return new Status(
                pressure,
                pressure == 0 ? "" : reason,
                pressure == 0 ? 0 : writesPerSecond,
                delayed.sum(),
                delayedNanos.sum());
    }

    double pressure() {
        return pressure;
    }

    /// News of a table.
    synchronized void update(TableMetadata table, Debt debt) {
        measure();
        double own = options.pressure(debt);
        if (own == 0) {
            weights.remove(table.id());
        } else {
            weights.put(table.id(), new Weight(own, table + ": " + options.reason(debt)));
        }
        double before = pressure;
        settle();
        if (before == 0 && pressure > 0) {
            nextFreeNanos.set(clock.monotonicNanos());
        }
    }

    synchronized void forget(TableId table) {
        weights.remove(table);
        settle();
    }

    private void settle() {
        double worst = 0;
        for (Weight weight : weights.values()) {
            if (weight.pressure > worst) {
                worst = weight.pressure;
                reason = weight.reason;
            }
        }
        writesPerSecond =
                measured == 0 ? Double.MAX_VALUE : Math.max(LEAST_RATE, measured * Math.max(LEAST_SHARE, 1 - worst));
        pressure = worst;
    }

    /// How fast writes come. Without pressure the peak of late; with it, what they were before, and a little more
    /// for
    /// each second that they use all of it.
    private void measure() {
        long now = clock.monotonicNanos();
        long nanos = now - measuredNanos;
        if (nanos < SECOND) {
            return;
        }
        long all = writes.sum();
        double rate = (all - measuredWrites) * (double) SECOND / nanos;
        if (pressure == 0 || measured == 0) {
            measured = Math.max(rate, measured * 0.95);
        } else if (rate > writesPerSecond * 0.9) {
            measured *= 1 + 0.005 * Math.min(10, nanos / (double) SECOND);
        }
        measuredWrites = all;
        measuredNanos = now;
    }

    @Override
    public long delayNanos() {
        writes.increment();
        return pressure == 0 ? 0 : delayUnderPressure();
    }

    private long delayUnderPressure() {
        long now = clock.monotonicNanos();
        if (now - measuredNanos >= SECOND) {
            tick();
        }
        double rate = writesPerSecond;
        if (rate == Double.MAX_VALUE) {
            return 0;
        }
        long step = (long) (SECOND / rate);
        long latest = now + options.longestDelay().toNanos();
        long mine =
                nextFreeNanos.updateAndGet(free -> Math.min(Math.max(free, now - SHORTEST_DELAY_NANOS) + step, latest));
        long delay = mine - now;
        if (delay < SHORTEST_DELAY_NANOS) {
            return 0;
        }
        delayed.increment();
        delayedNanos.add(delay);
        return delay;
    }

    private synchronized void tick() {
        measure();
        settle();
    }
}
