package org.helenus.compaction;

import java.time.Duration;

/// How compaction is run.
///
/// @param concurrentCompactors how many merges run at once; each takes up to a core and a few buffers of 256 KiB
/// @param throughputBytesPerSecond what all merges together may write, 0 for no limit
/// @param review how often tables are looked at although nothing changed, for deletions that fall due
public record CompactionOptions(int concurrentCompactors, long throughputBytesPerSecond, Duration review) {
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
    }
}
