package org.helenus.storage;

/// Chooses one in [#TIMED] to be timed: to look at a clock twice for each costs more than it tells. Threads: any.
public final class Sampler {
    /// One in so many.
    public static final int TIMED = 16;

    private static final long UNTIMED = Long.MIN_VALUE;
    private static final int SLOTS = 16;
    private static final int SLOT_SHIFT = 4;

    private final Clock clock;
    /// Counts of about each thread, each on a cache line of its own. Threads that share one may lose each other's
    /// counts, which moves what is timed, not the share.
    private final int[] begun = new int[SLOTS << SLOT_SHIFT];

    public Sampler(Clock clock) {
        this.clock = clock;
    }

    /// Before something that may be timed.
    ///
    /// @return for the calls at its end
    public long begin() {
        int slot = ((int) Thread.currentThread().threadId() & SLOTS - 1) << SLOT_SHIFT;
        return begun[slot]++ % TIMED == 0 ? clock.monotonicNanos() : UNTIMED;
    }

    /// Whether what began so is timed.
    public static boolean times(long begin) {
        return begin != UNTIMED;
    }

    /// Nanoseconds since then; only of what is timed.
    public long took(long begin) {
        return Math.max(0, clock.monotonicNanos() - begin);
    }
}
