package org.helenus.storage;

/// How many there were of something each time, in about the last five minutes. Threads: any.
///
/// The newest minute takes what comes and is left when something is added later than in it; so what only raises the
/// greatest needs no clock, and may be counted with the minute before.
public final class RecentCounts {
    private static final int MINUTES = 5;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private static final class Minute {
        final long number;
        // guarded by the counts
        long times;
        long sum;
        // written under that lock, read by all
        volatile long greatest;

        Minute(long number) {
            this.number = number;
        }
    }

    /// A ring, by number. Guarded by this.
    private final Minute[] minutes = new Minute[MINUTES];

    private volatile Minute newest = new Minute(Long.MIN_VALUE);

    /// @param mean of those that were added; NaN when there is none
    /// @param greatest 0 when there is none
    public record Summary(double mean, long greatest) {}

    /// Notes the greatest, and nothing else: for those that are not counted.
    void atMost(long value) {
        if (value > newest.greatest) {
            raise(value);
        }
    }

    private synchronized void raise(long value) {
        newest.greatest = Math.max(newest.greatest, value);
    }

    synchronized void add(long value, long nowNanos) {
        long number = Math.floorDiv(nowNanos, MINUTE_NANOS);
        if (newest.number < number) {
            newest = new Minute(number);
            minutes[Math.floorMod(number, MINUTES)] = newest;
        }
        newest.times++;
        newest.sum += value;
        newest.greatest = Math.max(newest.greatest, value);
    }

    synchronized Summary summary(long nowNanos) {
        long now = Math.floorDiv(nowNanos, MINUTE_NANOS);
        long times = 0;
        long sum = 0;
        long greatest = 0;
        for (Minute minute : minutes) {
            if (minute != null && minute.number > now - MINUTES) {
                times += minute.times;
                sum += minute.sum;
                greatest = Math.max(greatest, minute.greatest);
            }
        }
        return new Summary(times == 0 ? Double.NaN : (double) sum / times, greatest);
    }
}
