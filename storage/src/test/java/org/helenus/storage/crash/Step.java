package org.helenus.storage.crash;

import java.util.List;

/// A step of a workload that changes what a reader sees.
sealed interface Step {
    /// One mutation: all of it or nothing.
    record Write(List<Change> changes) implements Step {}

    record Truncate(int table) implements Step {}

    /// Column b goes, with all that was written to it up to a time.
    record DropColumn(int table, long droppedAt) implements Step {}

    record AddColumn(int table) implements Step {}

    /// The table goes, and an empty one of its name comes, in one schema change.
    record Recreate(int table) implements Step {}

    /// The table is flushed and merged into one file, without what is deleted and the deletions themselves.
    record Purge(int table) implements Step {}

    /// Whether the step goes through the log; the others are edits of the manifest.
    default boolean isLogged() {
        return this instanceof Write;
    }
}
