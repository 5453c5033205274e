package org.helenus.storage;

import java.util.concurrent.atomic.AtomicLongArray;

/// How often a table was read and written since it was opened, how long that took, and what reads came across.
/// Everything is counted, and of one in [Sampler#TIMED] more is kept. Threads: any.
public final class TableActivity {
    /// Reads that touched more are counted with those that touched so many.
    public static final int MOST_SSTABLES = 127;

    private final Clock clock;
    private final Sampler sampler;
    private final OperationActivity reading;
    private final OperationActivity scanning;
    private final OperationActivity writing;
    private final CountHistogram rowsPerRead = new CountHistogram();
    private final CountHistogram tombstonesPerRead = new CountHistogram();
    private final RecentCounts recentRows = new RecentCounts();
    private final RecentCounts recentTombstones = new RecentCounts();
    private final AtomicLongArray sstablesPerRead = new AtomicLongArray(MOST_SSTABLES + 1);

    TableActivity(Clock clock) {
        this.clock = clock;
        sampler = new Sampler(clock);
        reading = new OperationActivity(clock);
        scanning = new OperationActivity(clock);
        writing = new OperationActivity(clock);
    }

    /// Before a read or a write.
    ///
    /// @return for the call at its end
    public long begin() {
        return sampler.begin();
    }

    /// A read was answered.
    ///
    /// @param scans it went over partitions that nobody named
    /// @param rows live rows that it looked at
    /// @param tombstones that it stepped over
    public void endRead(long begin, boolean scans, long rows, long tombstones) {
        end(scans ? scanning : reading, begin);
        if (Sampler.times(begin)) {
            long now = clock.monotonicNanos();
            rowsPerRead.add(rows);
            tombstonesPerRead.add(tombstones);
            recentRows.add(rows, now);
            recentTombstones.add(tombstones, now);
        } else {
            rowsPerRead.atMost(rows);
            tombstonesPerRead.atMost(tombstones);
            recentRows.atMost(rows);
            recentTombstones.atMost(tombstones);
        }
    }

    /// Whether what began so is timed; then a read counts the SSTables that it touches, too.
    public static boolean isTimed(long begin) {
        return Sampler.times(begin);
    }

    /// A timed read touched so many SSTables.
    public void touched(long sstables) {
        sstablesPerRead.incrementAndGet((int) Math.min(MOST_SSTABLES, sstables));
    }

    /// A write is visible.
    void endWrite(long begin) {
        end(writing, begin);
    }

    private void end(OperationActivity operation, long begin) {
        operation.counted();
        if (Sampler.times(begin)) {
            operation.took(sampler.took(begin));
        }
    }

    /// Reads of partitions that were named.
    public OperationActivity reading() {
        return reading;
    }

    /// Reads over partitions that nobody named.
    public OperationActivity scanning() {
        return scanning;
    }

    public OperationActivity writing() {
        return writing;
    }

    /// Live rows that a read, or scan, looked at.
    public CountHistogram rowsPerRead() {
        return rowsPerRead;
    }

    /// Deletions that a read, or scan, stepped over.
    public CountHistogram tombstonesPerRead() {
        return tombstonesPerRead;
    }

    /// As [#rowsPerRead], of the last five minutes; the mean is that of those that were timed.
    public RecentCounts.Summary recentRows() {
        return recentRows.summary(clock.monotonicNanos());
    }

    /// As [#tombstonesPerRead], of the last five minutes; the mean is that of those that were timed.
    public RecentCounts.Summary recentTombstones() {
        return recentTombstones.summary(clock.monotonicNanos());
    }

    /// How many of the timed reads, and scans, touched no SSTable, one, two, …
    public long[] sstablesPerRead() {
        var counts = new long[MOST_SSTABLES + 1];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = sstablesPerRead.get(i);
        }
        return counts;
    }

    /// Reads and scans.
    public long reads() {
        return reading.count() + scanning.count();
    }

    public long writes() {
        return writing.count();
    }

    public LatencyHistogram.Snapshot readLatency() {
        return reading.latency();
    }

    public LatencyHistogram.Snapshot writeLatency() {
        return writing.latency();
    }
}
