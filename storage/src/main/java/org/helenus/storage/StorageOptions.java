package org.helenus.storage;

import org.helenus.storage.commitlog.CommitLogOptions;
import org.helenus.storage.commitlog.CommitLogReplay.DamagePolicy;
import org.helenus.storage.encoding.RowSplit;

/// How an engine is run.
///
/// @param commitLog the log
/// @param memtableBytes the most that all memtables may take; half of it starts flushes, seven eighths of it stop
///     writes until one is done. Must leave room for the greatest mutation
/// @param maxLogBytes log segments beyond this make the tables flush that keep the oldest
/// @param cacheBytes decompressed blocks, indexes and filters in memory
/// @param flushThreads how many tables are flushed at once
/// @param damagedLog what a start does about a damaged log
/// @param autoSnapshot whether a table that is truncated or dropped is kept as a snapshot, which takes its space until
///     the snapshot is cleared
/// @param damagedFiles what a start does about an SSTable that cannot be opened, or is not there: refuse, or go on
///     without it, which loses what it holds, deletions too
/// @param rowSplit when a row is too large for one entry
public record StorageOptions(
        CommitLogOptions commitLog,
        long memtableBytes,
        long maxLogBytes,
        long cacheBytes,
        int flushThreads,
        DamagePolicy damagedLog,
        boolean autoSnapshot,
        DamagePolicy damagedFiles,
        RowSplit rowSplit) {
    public static final StorageOptions DEFAULTS = new StorageOptions(
            CommitLogOptions.DEFAULTS, 128L << 20, 512L << 20, 256L << 20, 2, DamagePolicy.REFUSE, true);

    /// One that refuses to start with damaged files.
    public StorageOptions(
            CommitLogOptions commitLog,
            long memtableBytes,
            long maxLogBytes,
            long cacheBytes,
            int flushThreads,
            DamagePolicy damagedLog,
            boolean autoSnapshot) {
        this(
                commitLog,
                memtableBytes,
                maxLogBytes,
                cacheBytes,
                flushThreads,
                damagedLog,
                autoSnapshot,
                DamagePolicy.REFUSE,
                RowSplit.DEFAULT);
    }

    public StorageOptions {
        require(memtableBytes >= 1 << 16, "memtables: at least 64 KiB");
        require(maxLogBytes >= 2L * commitLog.segmentBytes(), "the log: at least two segments");
        require(cacheBytes >= 0, "a cache of negative size");
        require(flushThreads >= 1, "at least one flush thread");
    }

    public StorageOptions withCommitLog(CommitLogOptions changed) {
        return new StorageOptions(
                changed,
                memtableBytes,
                maxLogBytes,
                cacheBytes,
                flushThreads,
                damagedLog,
                autoSnapshot,
                damagedFiles,
                rowSplit);
    }

    public StorageOptions withMemtableBytes(long changed) {
        return new StorageOptions(
                commitLog,
                changed,
                maxLogBytes,
                cacheBytes,
                flushThreads,
                damagedLog,
                autoSnapshot,
                damagedFiles,
                rowSplit);
    }

    public StorageOptions withMaxLogBytes(long changed) {
        return new StorageOptions(
                commitLog,
                memtableBytes,
                changed,
                cacheBytes,
                flushThreads,
                damagedLog,
                autoSnapshot,
                damagedFiles,
                rowSplit);
    }

    public StorageOptions withCacheBytes(long changed) {
        return new StorageOptions(
                commitLog,
                memtableBytes,
                maxLogBytes,
                changed,
                flushThreads,
                damagedLog,
                autoSnapshot,
                damagedFiles,
                rowSplit);
    }

    public StorageOptions withDamagedLog(DamagePolicy changed) {
        return new StorageOptions(
                commitLog,
                memtableBytes,
                maxLogBytes,
                cacheBytes,
                flushThreads,
                changed,
                autoSnapshot,
                damagedFiles,
                rowSplit);
    }

    public StorageOptions withAutoSnapshot(boolean changed) {
        return new StorageOptions(
                commitLog,
                memtableBytes,
                maxLogBytes,
                cacheBytes,
                flushThreads,
                damagedLog,
                changed,
                damagedFiles,
                rowSplit);
    }

    public StorageOptions withDamagedFiles(DamagePolicy changed) {
        return new StorageOptions(
                commitLog,
                memtableBytes,
                maxLogBytes,
                cacheBytes,
                flushThreads,
                damagedLog,
                autoSnapshot,
                changed,
                rowSplit);
    }

    public StorageOptions withRowSplit(RowSplit changed) {
        return new StorageOptions(
                commitLog,
                memtableBytes,
                maxLogBytes,
                cacheBytes,
                flushThreads,
                damagedLog,
                autoSnapshot,
                damagedFiles,
                changed);
    }

    /// The greatest mutation that is taken, in bytes: half of a log segment and half of the memtables' memory.
    public long maxMutationBytes() {
        return Math.min(commitLog.maxRecordBytes() - 1024L, memtableBytes / 4);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
