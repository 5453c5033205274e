package org.helenus.storage;

import java.util.concurrent.atomic.LongAdder;

/// How often a table was read and written since it was opened, and how long that took. Everything is counted, and one
/// in [#TIMED] is timed: to look at a clock twice for each costs more than it tells. Threads: any.
public final class TableActivity {
    /// One in so many.
    public static final int TIMED = 16;

    private static final long UNTIMED = Long.MIN_VALUE;
    private static final int SLOTS = 16;
    private static final int SLOT_SHIFT = 4;

    private final Clock clock;
    private final LongAdder reads = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LatencyHistogram readLatency = new LatencyHistogram();
    private final LatencyHistogram writeLatency = new LatencyHistogram();
    /// Counts of about each thread, each on a cache line of its own. Threads that share one may lose each other's
    /// counts, which moves what is timed, not the share.
    private final int[] begun = new int[SLOTS << SLOT_SHIFT];

    TableActivity(Clock clock) {
        this.clock = clock;
    }

    /// Before a read or a write.
    ///
    /// @return for the call at its end
    public long begin() {
        int slot = ((int) Thread.currentThread().threadId() & SLOTS - 1) << SLOT_SHIFT;
        return begun[slot]++ % TIMED == 0 ? clock.monotonicNanos() : UNTIMED;
    }

    /// A read was answered.
    public void endRead(long begin) {
        reads.increment();
        time(begin, readLatency);
    }

    /// A write is visible.
    void endWrite(long begin) {
        writes.increment();
        time(begin, writeLatency);
    }

    private void time(long begin, LatencyHistogram latency) {
        if (begin != UNTIMED) {
            latency.add(Math.max(0, clock.monotonicNanos() - begin));
        }
    }

    public long reads() {
        return reads.sum();
    }

    public long writes() {
        return writes.sum();
    }

    public LatencyHistogram.Snapshot readLatency() {
        return readLatency.snapshot();
    }

    public LatencyHistogram.Snapshot writeLatency() {
        return writeLatency.snapshot();
    }
}
