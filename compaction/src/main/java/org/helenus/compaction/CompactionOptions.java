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
/// @param niceness how the threads that merge stand back behind others when processors are scarce, 0 … 19: not at all
///     … nearly always; on Linux
/// @param allowUnsafeExpiration tables may drop expired files although what they delete may live on elsewhere, where
///     their option `unsafe_aggressive_sstable_expiration` says so
/// @param backPressure from what debt on writes are slowed
public record CompactionOptions(
        int concurrentCompactors,
        long throughputBytesPerSecond,
        Duration review,
        long diskReserveBytes,
        boolean adaptive,
        int niceness,
        boolean allowUnsafeExpiration,
        BackPressureOptions backPressure) {
    private static final int USUAL_NICENESS = 10;

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
        if (niceness < 0 || niceness > 19) {
            throw new IllegalArgumentException("a niceness of " + niceness + ", not of 0 … 19");
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
                USUAL_NICENESS,
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
                niceness,
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
                niceness,
                allowUnsafeExpiration,
                backPressure);
    }

    public CompactionOptions withNiceness(int changed) {
        return new CompactionOptions(
                concurrentCompactors,
                throughputBytesPerSecond,
                review,
                diskReserveBytes,
                adaptive,
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
                niceness,
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
                niceness,
                allowUnsafeExpiration,
                changed);
    }
}
