package org.helenus.storage.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.helenus.schema.TableId;
import org.helenus.storage.sstable.SSTableId;

/// The files of some tables as they were at one moment, under one tag.
///
/// @param tag the snapshot's name, a directory's too
/// @param created when, to the millisecond; for a tag that was given several times, the first
/// @param expires when it goes by itself, to the millisecond; empty: when somebody clears it
public record Snapshot(String tag, Instant created, Optional<Instant> expires, List<Table> tables) {
    public Snapshot {
        tables = List.copyOf(tables);
    }

    /// The same of other tables.
    public Snapshot of(List<Table> others) {
        return new Snapshot(tag, created, expires, others);
    }

    /// One table in a snapshot.
    ///
    /// @param name without its keyspace
    public record Table(String keyspace, String name, TableId id, List<File> files) {
        public Table {
            files = List.copyOf(files);
        }

        /// Where its files lie, below the snapshot's directory.
        public String directory() {
            return keyspace + "/" + name + "-" + id.uuid().toString().replace("-", "");
        }

        public long sizeBytes() {
            return files.stream().mapToLong(File::sizeBytes).sum();
        }
    }

    /// One file in a snapshot.
    ///
    /// @param tailChecksum CRC-32C of the last [SnapshotManifest#TAIL_BYTES] bytes, or of all when there are
    /// fewer. It
    ///     tells whether the file is this one and whole at its end; the rest is covered by the checksums inside
    /// @param firstToken what of the file lived, both inclusive
    /// @param level of leveled compaction
    public record File(SSTableId id, long sizeBytes, int tailChecksum, long firstToken, long lastToken, int level) {}

    public long sizeBytes() {
        return tables.stream().mapToLong(Table::sizeBytes).sum();
    }
}
