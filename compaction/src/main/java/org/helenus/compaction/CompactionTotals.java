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
/// @param contentRead bytes that compactions read, uncompressed, those that did not end well too
/// @param reduced compactions that were made smaller for lack of space on the disk
/// @param sstablesLeftOut files that those left out
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
        long nanos,
        long contentRead,
        long reduced,
        long sstablesLeftOut) {
    public static final CompactionTotals NONE =
            new CompactionTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// Bytes that flushes and merges wrote for each byte flushed; NaN when nothing was flushed and merges wrote, of
    /// files that were there before or came by themselves; 1 before either.
    public double writeAmplification() {
        if (flushedBytes == 0) {
            return bytesWritten == 0 ? 1 : Double.NaN;
        }
        return (double) (flushedBytes + bytesWritten) / flushedBytes;
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
                nanos + other.nanos,
                contentRead + other.contentRead,
                reduced + other.reduced,
                sstablesLeftOut + other.sstablesLeftOut);
    }

    static CompactionTotals ofFlush(long bytes) {
        return new CompactionTotals(1, bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    static CompactionTotals ofFailure(Exception cause) {
        boolean stopped = cause instanceof CompactionStoppedException;
        return new CompactionTotals(0, 0, 0, stopped ? 0 : 1, stopped ? 1 : 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
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
                report.durationNanos(),
                0,
                0,
                0);
    }

    /// Of one compaction, in which [#of] or [#ofFailure] tell the rest.
    static CompactionTotals ofContent(long bytes) {
        return new CompactionTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, bytes, 0, 0);
    }

    static CompactionTotals ofReduction(int sstables) {
        return new CompactionTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, sstables);
    }
}
