package org.helenus.storage.commitlog;

import java.time.Duration;
import java.util.Optional;

/// How the log is kept.
///
/// @param mode when answers leave
/// @param syncPeriod PERIODIC: how much a power loss may take
/// @param writePeriod PERIODIC: when records reach the kernel that nobody hands over
/// @param segmentBytes the size of a file; a record may take half of it
/// @param bufferBytes the size of one native buffer between writers and disk; two or three are in use
/// @param maxUnsyncedBytes how far writers may run ahead of the disk before they are refused
/// @param archive a directory of the same disk that keeps every segment that the log lets go of; it only grows
public record CommitLogOptions(
        SyncMode mode,
        Duration syncPeriod,
        Duration writePeriod,
        int segmentBytes,
        int bufferBytes,
        long maxUnsyncedBytes,
        Optional<String> archive) {
    public static final CommitLogOptions DEFAULTS = new CommitLogOptions(
            SyncMode.GROUP, Duration.ofSeconds(10), Duration.ofMillis(5), 32 << 20, 1 << 20, 64L << 20);

    /// When an answer to a write leaves.
    public enum SyncMode {
        /// After its record is on the disk; one sync serves all who came during the last one.
        GROUP,
        /// When its record is in the kernel's hands, which the death of the process does not take.
        PERIODIC,
        /// As GROUP; the name that Cassandra's users know for "before the answer".
        BATCH
    }

    /// Without an archive.
    public CommitLogOptions(
            SyncMode mode,
            Duration syncPeriod,
            Duration writePeriod,
            int segmentBytes,
            int bufferBytes,
            long maxUnsyncedBytes) {
        this(mode, syncPeriod, writePeriod, segmentBytes, bufferBytes, maxUnsyncedBytes, Optional.empty());
    }

    public CommitLogOptions {
        require(segmentBytes >= 4096, "a segment has at least 4096 bytes");
        require(bufferBytes >= 1024 && bufferBytes <= segmentBytes, "a buffer has from 1024 bytes to a segment's size");
        require(maxUnsyncedBytes >= segmentBytes, "unsynced bytes: at least a segment");
        require(syncPeriod.isPositive() && writePeriod.isPositive(), "periods are positive");
    }

    public CommitLogOptions withMode(SyncMode changed) {
        return new CommitLogOptions(
                changed, syncPeriod, writePeriod, segmentBytes, bufferBytes, maxUnsyncedBytes, archive);
    }

    public CommitLogOptions withSyncPeriod(Duration changed) {
        return new CommitLogOptions(mode, changed, writePeriod, segmentBytes, bufferBytes, maxUnsyncedBytes, archive);
    }

    public CommitLogOptions withSizes(int segment, int buffer, long maxUnsynced) {
        return new CommitLogOptions(mode, syncPeriod, writePeriod, segment, buffer, maxUnsynced, archive);
    }

    public CommitLogOptions withArchive(String directory) {
        return new CommitLogOptions(
                mode, syncPeriod, writePeriod, segmentBytes, bufferBytes, maxUnsyncedBytes, Optional.of(directory));
    }

    /// The greatest body that one record can have.
    public int maxRecordBytes() {
        return segmentBytes / 2 - 2 * RecordFormat.OVERHEAD_BYTES;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
