package org.helenus.storage;

/// How often a table was read and written since it was opened, how long that took, and what reads came across.
/// Everything is counted, and of one in [Sampler#TIMED] more is kept. Threads: any.
public final class TableActivity {
    private final Sampler sampler;
    private final OperationActivity reading;
    private final OperationActivity scanning;
    private final OperationActivity writing;
    private final CountHistogram rowsPerRead = new CountHistogram();
    private final CountHistogram tombstonesPerRead = new CountHistogram();

    TableActivity(Clock clock) {
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
            rowsPerRead.add(rows);
            tombstonesPerRead.add(tombstones);
        } else {
            rowsPerRead.atMost(rows);
            tombstonesPerRead.atMost(tombstones);
        }
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
