package org.helenus.compaction;

import org.helenus.schema.TableMetadata;

/// News of compactions. Calls come on the compaction threads, without a lock held.
public interface CompactionListener {
    /// Nobody listens.
    CompactionListener NONE = new CompactionListener() {};

    default void completed(CompactionReport report) {}

    /// A compaction failed, or was stopped ([CompactionStoppedException]). Its inputs live on; it is tried again
    /// when the table's files change or at the next review, except with a file that is corrupt.
    default void failed(TableMetadata table, CompactionTask task, Exception cause) {}
}
