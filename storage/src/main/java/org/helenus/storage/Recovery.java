package org.helenus.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.commitlog.CommitLogReplay;
import org.helenus.storage.commitlog.CommitLogReplay.DamagePolicy;
import org.helenus.storage.commitlog.CorruptCommitLogException;
import org.helenus.storage.commitlog.RecordBody;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.encoding.MalformedBytesException;
import org.helenus.storage.encoding.MutationReader;
import org.helenus.storage.manifest.ManifestEdit;
import org.helenus.storage.manifest.ManifestState;
import org.helenus.storage.sstable.CorruptSSTableException;
import org.helenus.storage.sstable.SSTable;

/// What an engine does between reading the manifest and taking writes: opens the files that live, moves those aside
/// that nobody names, and replays the log into memtables, without what is flushed, truncated or dropped.
///
/// It may be cut off anywhere and begun again: replaying a record twice changes nothing.
final class Recovery {
    private final StorageEngine engine;
    private final Disk disk;
    private final ManifestState state;
    private final MutationReader reader = new MutationReader();
    private final RecordBody body = new RecordBody();
    /// The tables of one mutation, in the order in which it first names them.
    private final List<Target> targets = new ArrayList<>();
    private long replayed;
    private boolean madeRoom;

    /// @param table empty when it was dropped
    /// @param flushed generations up to this one are in files
    private record Target(TableId id, Optional<EngineTable> table, long flushed) {}

    Recovery(StorageEngine engine, ManifestState state) {
        this.engine = engine;
        this.disk = engine.disk();
        this.state = state;
    }

    /// Fills `tables`; leaves `generations` above every number in manifest and log.
    CommitLogReplay.Result run(Map<TableId, EngineTable> tables, AtomicLong generations) throws IOException {
        for (var files : state.tables().values()) {
            generations.accumulateAndGet(files.flushedGeneration(), Math::max);
        }
        for (var keyspace : state.schema().keyspaces().values()) {
            for (var table : keyspace.tables().values()) {
                tables.put(table.id(), open(table, keyspace.durableWrites()));
            }
        }
        new Orphans(disk, state, engine.listener()).moveAside();
        var replay =
                new CommitLogReplay(disk, StorageEngine.LOG, engine.options().damagedLog());
        var result = replay.run(
                state.retiredLog(),
                (position, array, offset, length) -> apply(tables, generations, position, array, offset, length));
        // Records that come now must be told from those that were replayed into the same memtables.
        tables.values().forEach(table -> table.renumber(generations.incrementAndGet()));
        if (!result.damaged().isEmpty()) {
            setAside(tables, result);
        } else if (madeRoom) {
            endReplay(tables, result);
        }
        return result;
    }

    private EngineTable open(TableMetadata table, boolean durableWrites) throws IOException {
        var opened = new ArrayList<LiveSSTable>();
        try {
            for (var file : state.table(table.id()).files().values()) {
                open(table, file).ifPresent(opened::add);
            }
            return new EngineTable(engine, table, durableWrites, opened);
        } finally {
            // The table has taken its own references.
            opened.forEach(file -> file.sstable().release());
        }
    }

    private Optional<LiveSSTable> open(TableMetadata table, ManifestEdit.AddSSTable file) throws IOException {
        String path = DataDirectory.path(table, file.file());
        try {
            var sstable = SSTable.open(disk, path, engine.cache());
            return Optional.of(new LiveSSTable(sstable, file.firstToken(), file.lastToken(), file.level()));
        } catch (CorruptSSTableException | NoSuchFileException e) {
            if (engine.options().damagedFiles() == DamagePolicy.REFUSE) {
                throw e;
            }
            setAside(path, file, e instanceof NoSuchFileException ? path + " is missing" : e.getMessage());
            return Optional.empty();
        }
    }

    /// By explicit choice: the manifest forgets a file that cannot be opened, and what is there of it is kept.
    private void setAside(String path, ManifestEdit.AddSSTable file, String why) throws IOException {
        String kept = StorageEngine.DAMAGED + "/" + file.file().fileName();
        boolean isThere = disk.exists(path);
        if (isThere) {
            disk.createDirectories(StorageEngine.DAMAGED);
            if (!disk.exists(kept)) {
                disk.link(path, kept);
                disk.syncDirectory(StorageEngine.DAMAGED);
            }
        }
        engine.commit(List.of(new ManifestEdit.RemoveSSTable(file.table(), file.file())));
        if (isThere) {
            disk.delete(path);
        }
        engine.listener()
                .notice(why + "; what it held is lost to the table" + (isThere ? ", it is kept as " + kept : ""));
    }

    private void apply(
            Map<TableId, EngineTable> tables,
            AtomicLong generations,
            long position,
            byte[] array,
            int offset,
            int length)
            throws IOException {
        try {
            body.parse(array, offset, length);
            reader.reset(array, body.mutationOffset(), body.mutationLength());
            int count = 0;
            while (reader.nextPartition()) {
                int index = indexOf(count);
                if (index == count) {
                    target(tables, count++);
                }
                long generation = body.generation(index);
                if (generation > generations.get()) {
                    generations.set(generation);
                }
                var target = targets.get(index);
                if (target.table.isPresent() && generation > target.flushed) {
                    target.table.get().replay(reader, position);
                }
            }
        } catch (MalformedBytesException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // Its checksum is right, so it was written like this.
            var damage = new CorruptCommitLogException("at position " + position, 0, "no mutation: " + e.getMessage());
            damage.initCause(e);
            throw damage;
        }
        replayed += length;
        if (replayed > engine.options().memtableBytes() / 16) {
            replayed = 0;
            makeRoom(tables);
        }
    }

    /// Where the partition's table is among those that the mutation has named; their count when it is not.
    private int indexOf(int count) {
        for (int i = 0; i < count; i++) {
            if (reader.isOf(targets.get(i).id)) {
                return i;
            }
        }
        return count;
    }

    /// Makes the partition's table the n-th. The last mutation's is likely this one's.
    private void target(Map<TableId, EngineTable> tables, int index) {
        if (index < targets.size() && reader.isOf(targets.get(index).id)) {
            return;
        }
        var id = reader.table();
        var target = new Target(
                id, Optional.ofNullable(tables.get(id)), state.table(id).flushedGeneration());
        if (index < targets.size()) {
            targets.set(index, target);
        } else {
            targets.add(target);
        }
    }

    /// A log may hold more than memory.
    private void makeRoom(Map<TableId, EngineTable> tables) throws IOException {
        long total = 0;
        for (var table : tables.values()) {
            total += table.memtableBytes();
        }
        if (total > engine.options().memtableBytes() / 2) {
            engine.flusher().flush(tables.values(), Flusher.Replay.GOES_ON, Optional.empty(), OptionalLong.empty());
            madeRoom = true;
        }
    }

    /// Ends the generations of a replay that wrote files on its way. While they went on, a later start would have
    /// replayed the log again beside those files; a compaction that forgets a deletion in one of them may come
    /// first, and what it hides would be back. So nothing of this log may count before anybody compacts.
    private void endReplay(Map<TableId, EngineTable> tables, CommitLogReplay.Result result) throws IOException {
        engine.flusher()
                .flush(
                        List.copyOf(tables.values()),
                        Flusher.Replay.ENDS,
                        Optional.empty(),
                        OptionalLong.of(result.nextSequence() - 1));
    }

    /// By explicit choice a damaged log was read as far as it goes: that is flushed, and the damaged files are
    /// kept under a second name before the log lets go of them.
    private void setAside(Map<TableId, EngineTable> tables, CommitLogReplay.Result result) throws IOException {
        disk.createDirectories(StorageEngine.DAMAGED);
        for (String file : result.damaged()) {
            String kept = StorageEngine.DAMAGED + "/" + file.substring(file.lastIndexOf('/') + 1);
            if (disk.exists(file) && !disk.exists(kept)) {
                disk.link(file, kept);
            }
            engine.listener().notice(file + " is damaged; what could be read was applied, the file is kept as " + kept);
        }
        disk.syncDirectory(StorageEngine.DAMAGED);
        endReplay(tables, result);
    }
}
