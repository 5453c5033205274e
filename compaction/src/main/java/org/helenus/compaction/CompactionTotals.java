package org.helenus.compaction;

/// What flushes and compactions of one table, or of all, have done since the start.
///
/// @param flushes files written by flushes
/// @param flushedBytes of them
/// @param completed compactions that ended well
/// @param failed compactions that did not, those that were stopped not included
/// @param stopped by somebody, or because the server ended
/// @param sstablesIn files merged, dropped or moved to another level
/// @param sstablesOut files written or moved to another level
/// @param sstablesExpired those of the files in that went without being read
/// @param bytesRead of files, as they lie on the disk
/// @param bytesWritten likewise
/// @param rowsMerged rows that were read from one input or several
/// @param duplicatesDropped versions of rows beyond the first of each
/// @param cellsDropped cells that inputs had and outputs do not
/// @param tombstonesDropped likewise
/// @param nanos that compactions took together
public record CompactionTotals(
        long flushes,
        long flushedBytes,
        long completed,
        long failed,
        long stopped,
        long sstablesIn,
        long sstablesOut,
        long sstablesExpired,
        long bytesRead,
        long bytesWritten,
        long rowsMerged,
        long duplicatesDropped,
        long cellsDropped,
        long tombstonesDropped,
        long nanos) {
    public static final CompactionTotals NONE = new CompactionTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// Bytes that flushes and merges wrote for each byte flushed; 1 before the first flush.
    public double writeAmplification() {
        return flushedBytes == 0 ? 1 : (double) (flushedBytes + bytesWritten) / flushedBytes;
    }

    /// Bytes that compactions wrote in each second that one took.
    public long throughput() {
        return nanos <= 0 ? 0 : (long) (bytesWritten * 1e9 / nanos);
    }

    public CompactionTotals plus(CompactionTotals other) {
        return new CompactionTotals(
                flushes + other.flushes,
                flushedBytes + other.flushedBytes,
                completed + other.completed,
                failed + other.failed,
                stopped + other.stopped,
                sstablesIn + other.sstablesIn,
                sstablesOut + other.sstablesOut,
                sstablesExpired + other.sstablesExpired,
                bytesRead + other.bytesRead,
                bytesWritten + other.bytesWritten,
                rowsMerged + other.rowsMerged,
                duplicatesDropped + other.duplicatesDropped,
                cellsDropped + other.cellsDropped,
                tombstonesDropped + other.tombstonesDropped,
                nanos + other.nanos);
    }

    static CompactionTotals ofFlush(long bytes) {
        return new CompactionTotals(1, bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    static CompactionTotals ofFailure(Exception cause) {
        boolean stopped = cause instanceof CompactionStoppedException;
        return new CompactionTotals(0, 0, 0, stopped ? 0 : 1, stopped ? 1 : 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// A file that only changes its level is neither read nor written.
    static CompactionTotals of(CompactionReport report) {
        boolean moved = report.reason() == CompactionTask.Reason.LEVEL_CHANGE;
        return new CompactionTotals(
                0,
                0,
                1,
                0,
                0,
                report.inputs().size(),
                report.outputs().size(),
                report.expired().size(),
                report.bytesRead(),
                moved ? 0 : report.bytesOut(),
                report.rowsMerged().values().stream().mapToLong(Long::longValue).sum(),
                report.duplicatesDropped(),
                report.cellsDropped(),
                report.tombstonesDropped(),
                report.durationNanos());
    }
}
