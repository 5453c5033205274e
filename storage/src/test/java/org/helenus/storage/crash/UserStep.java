package org.helenus.storage.crash;

/// What somebody does to an engine: the words of a workload.
enum UserStep {
    WRITE,
    BATCH,
    DELETE,
    RANGE_DELETE,
    /// A row that expires, or has expired.
    TTL,
    FLUSH,
    COMPACT,
    /// A compaction that drops what is deleted, and the deletions.
    PURGE,
    /// Writes until the log has gone on to its next segment.
    ROTATE,
    TRUNCATE,
    ALTER,
    DROP,
    SNAPSHOT,
    CLEAR_SNAPSHOT,
    RESTART
}
