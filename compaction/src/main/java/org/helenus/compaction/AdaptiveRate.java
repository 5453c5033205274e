package org.helenus.compaction;

/// How fast merges may write beside clients. Pure.
///
/// Merges get what clients leave, but never less than a tenth; and the more writes are slowed for the debt, the less
/// merges give way, as giving way would slow clients more than the merges do.
final class AdaptiveRate {
    private static final double LEAST_SHARE = 0.1;

    /// What "no limit" is a share of, bytes a second.
    private static final long UNLIMITED = 512L << 20;

    private AdaptiveRate() {}

    /// @param limit bytes a second, 0 for none
    /// @param load of clients, 0 … 1 of what the machine can do
    /// @param pressure of the debt, 0 … 1
    static long of(long limit, double load, double pressure) {
        double share = Math.clamp(1 - load, LEAST_SHARE, 1);
        double given = share + (1 - share) * Math.clamp(pressure, 0, 1);
        if (given >= 0.99) {
            return limit;
        }
        return Math.max(1, (long) (given * (limit == 0 ? UNLIMITED : limit)));
    }
}
