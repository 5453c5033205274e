package org.helenus.compaction;

import java.time.Duration;

/// How compaction is run.
///
/// @param concurrentCompactors how many merges run at once; each takes up to a core and a few buffers of 256 KiB
/// @param throughputBytesPerSecond what all merges together may write, 0 for no limit
/// @param review how often tables are looked at although nothing changed, for deletions that fall due
/// @param diskReserveBytes no merge starts that could leave less free space on the disk
/// @param adaptive merges give way to clients: they write at a share of the throughput that falls with the load that
///     [CompactionScheduler#foreground] reports, unless the debt grows
/// @param allowUnsafeExpiration tables may drop expired files although what they delete may live on elsewhere, where
///     their option `unsafe_aggressive_sstable_expiration` says so
/// @param backPressure from what debt on writes are slowed
public record CompactionOptions(
        int concurrentCompactors,
        long throughputBytesPerSecond,
        Duration review,
        long diskReserveBytes,
        boolean adaptive,
        boolean allowUnsafeExpiration,
        BackPressureOptions backPressure) {
    public static final CompactionOptions DEFAULTS = new CompactionOptions(2, 64L << 20, Duration.ofMinutes(1));

    public CompactionOptions {
        if (concurrentCompactors < 1) {
            throw new IllegalArgumentException("concurrent compactors: at least one");
        }
        if (throughputBytesPerSecond < 0) {
            throw new IllegalArgumentException("a compaction throughput below zero");
        }
        if (review.isNegative() || review.isZero()) {
            throw new IllegalArgumentException("a review every " + review);
        }
        if (diskReserveBytes < 0) {
            throw new IllegalArgumentException("a disk reserve below zero");
        }
    }

    /// With the defaults for the rest.
    public CompactionOptions(int concurrentCompactors, long throughputBytesPerSecond, Duration review) {
        this(
                concurrentCompactors,
                throughputBytesPerSecond,
                review,
                50L << 20,
                false,
                false,
                BackPressureOptions.DEFAULTS);
    }

    public CompactionOptions withDiskReserve(long changed) {
        return new CompactionOptions(
                concurrentCompactors,
                throughputBytesPerSecond,
                review,
                changed,
                adaptive,
                allowUnsafeExpiration,
                backPressure);
    }

    public CompactionOptions withAdaptive(boolean changed) {
        return new CompactionOptions(
                concurrentCompactors,
                throughputBytesPerSecond,
                review,
                diskReserveBytes,
                changed,
                allowUnsafeExpiration,
                backPressure);
    }

    public CompactionOptions withUnsafeExpiration(boolean changed) {
        return new CompactionOptions(
                concurrentCompactors,
                throughputBytesPerSecond,
                review,
                diskReserveBytes,
                adaptive,
                changed,
                backPressure);
    }

    public CompactionOptions withBackPressure(BackPressureOptions changed) {
        return new CompactionOptions(
                concurrentCompactors,
                throughputBytesPerSecond,
                review,
                diskReserveBytes,
                adaptive,
                allowUnsafeExpiration,
                changed);
    }
}
