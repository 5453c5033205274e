package org.helenus.storage;

import java.io.IOException;
import org.helenus.schema.Schema;

/// News from the engine. Calls come on the engine's threads, must be quick and must not throw.
public interface StorageListener {
    /// Nobody listens.
    StorageListener NONE = new StorageListener() {};

    /// The set of live SSTables of a table changed: a flush, a compaction, a truncation.
    default void sstablesChanged(TableStore table) {}

    /// A memtable of a table was written to a file, which lives now.
    ///
    /// @param bytes of the file
    default void flushed(TableStore table, long bytes) {}

    /// A table exists from now on, also after the start.
    default void tableOpened(TableStore table) {}

    /// A table is gone.
    default void tableDropped(TableStore table) {}

    /// The schema was changed, durably.
    default void schemaChanged(Schema before, Schema after) {}

    /// Something in the background failed; the engine tries again by itself.
    ///
    /// @param what in a few words
    default void backgroundError(String what, IOException error) {}

    /// Something at the start was not as it should be, and was set aside.
    default void notice(String what) {}
}
