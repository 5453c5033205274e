package org.helenus.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.helenus.storage.commitlog.CommitLog;
import org.helenus.storage.manifest.ManifestEdit;
import org.helenus.storage.sstable.SSTable;

/// Turns closed memtable generations into SSTables.
///
///     close the generations ─▶ wait for their writers ─▶ write files ─▶ sync the log ─▶ one edit ─▶ new versions
///
/// The log is synced to the last record of what is flushed before the edit: a record may have written to other tables
/// too, and half of a batch must not survive a crash. Where the log has failed, all tables are flushed under one edit
/// instead.
///
/// Threads: any; a table is flushed by one at a time.
final class Flusher {
    /// What a flush says to the manifest beside the files.
    enum Replay {
        /// The flushed generations are not replayed any more.
        ENDS,
        /// They are still being replayed: what is flushed may come again, which changes nothing.
        GOES_ON
    }

    private record Part(EngineTable table, List<MemtableGeneration> generations, Optional<SSTable> file) {}

    private final StorageEngine engine;

    Flusher(StorageEngine engine) {
        this.engine = engine;
    }

    /// Flushes what the tables hold now.
    ///
    /// @param log to sync before; empty while it is replayed, or when it has failed
    /// @param retire log segments up to this one do not count when the flush is durable
    void flush(Collection<EngineTable> tables, Replay replay, Optional<CommitLog> log, OptionalLong retire)
            throws IOException {
        // In one order for all, so that two who flush several tables do not wait for each other.
        var ordered = new ArrayList<>(tables);
        ordered.sort(Comparator.comparing(table -> table.id().uuid()));
        ordered.forEach(table -> table.flushLock().lock());
        var parts = new ArrayList<Part>();
        try {
            var closed = new ArrayList<List<MemtableGeneration>>();
            for (var table : ordered) {
                closed.add(table.closeGeneration());
            }
            for (int i = 0; i < ordered.size(); i++) {
                if (!closed.get(i).isEmpty()) {
                    parts.add(new Part(ordered.get(i), closed.get(i), write(ordered.get(i), closed.get(i), parts)));
                }
            }
            if (log.isPresent()) {
                try {
                    syncLog(log.get(), parts);
                } catch (IOException e) {
                    discard(parts);
                    throw e;
                }
            }
            commit(parts, replay, retire);
        } finally {
            ordered.forEach(table -> table.flushLock().unlock());
        }
        for (var part : parts) {
            part.file.ifPresent(file -> engine.listener().flushed(part.table, file.sizeBytes()));
            engine.listener().sstablesChanged(part.table);
        }
    }

    private Optional<SSTable> write(EngineTable table, List<MemtableGeneration> generations, List<Part> before)
            throws IOException {
        try {
            return table.write(generations);
        } catch (IOException | RuntimeException e) {
            discard(before);
            throw e;
        }
    }

    private static void syncLog(CommitLog log, List<Part> parts) throws IOException {
        long position = 0;
        for (var part : parts) {
            for (var generation : part.generations) {
                position = Math.max(position, generation.memtable().maxPosition());
            }
        }
        if (log.durablePosition() < position) {
            log.sync();
        }
    }

    private void commit(List<Part> parts, Replay replay, OptionalLong retire) throws IOException {
        parts.forEach(part -> part.table.versionLock().lock());
        try {
            var edits = new ArrayList<ManifestEdit>();
            for (var part : parts) {
                if (!part.table.isDropped()) {
                    edits.addAll(part.table.flushEdits(part.generations, part.file, replay));
                }
            }
            retire.ifPresent(through -> edits.add(new ManifestEdit.RetireLog(through)));
            if (!edits.isEmpty()) {
                try {
                    engine.commit(edits);
                } catch (IOException e) {
                    // The edit is in doubt: a crash may show it, so the files stay on the disk.
                    parts.forEach(part -> part.file.ifPresent(engine::release));
                    throw e;
                }
            }
            for (var part : parts) {
                if (part.table.isDropped()) {
                    discard(List.of(part));
                } else {
                    part.table.installFlush(part.generations, part.file);
                }
            }
        } finally {
            parts.forEach(part -> part.table.versionLock().unlock());
        }
    }

    /// No edit ever named these files.
    private void discard(List<Part> parts) {
        for (var part : parts) {
            part.file.ifPresent(file -> {
                file.deleteWhenReleased();
                engine.release(file);
            });
        }
    }
}
