package org.helenus.storage.manifest;

import java.util.Optional;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.storage.sstable.SSTableId;

/// One step of what the manifest says. Edits that are committed together count together or not at all.
public sealed interface ManifestEdit {
    /// A file lives, with its rows and deletions of a range of tokens (both inclusive).
    record AddSSTable(TableId table, SSTableId file, long firstToken, long lastToken, int level)
            implements ManifestEdit {
        /// The whole file.
        public static AddSSTable whole(TableId table, SSTableId file, int level) {
            return new AddSSTable(table, file, Long.MIN_VALUE, Long.MAX_VALUE, level);
        }
    }

    /// A file does not live any more. It may be deleted when this is durable.
    record RemoveSSTable(TableId table, SSTableId file) implements ManifestEdit {}

    /// All that was logged under this memtable generation of the table, or an earlier one, is in its files.
    record FlushedGeneration(TableId table, long generation) implements ManifestEdit {}

    /// The table was emptied: its files go, and what was logged under this generation or an earlier one.
    record TruncatedGeneration(TableId table, long generation) implements ManifestEdit {}

    /// A step of the schema. A dropped table's files go with it.
    record ChangeSchema(SchemaChange change) implements ManifestEdit {}

    /// A small durable fact; empty: it is taken away.
    record PutProperty(String name, Optional<byte[]> value) implements ManifestEdit {}

    /// No server timestamp above this was or is given before the next such edit. Microseconds.
    record TimestampCeiling(long micros) implements ManifestEdit {}

    /// Commit log segments up to this sequence do not count any more.
    record RetireLog(long throughSequence) implements ManifestEdit {}
}
