package org.helenus.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.helenus.schema.TableId;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.merge.EntrySource;
import org.helenus.storage.snapshot.CorruptSnapshotException;
import org.helenus.storage.snapshot.Snapshot;
import org.helenus.storage.snapshot.SnapshotManifest;
import org.helenus.storage.snapshot.SnapshotStore;
import org.helenus.storage.sstable.CorruptSSTableException;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableId;
import org.helenus.storage.sstable.SSTableOptions;

/// Brings files of elsewhere into a live table: of a snapshot, or of another node's table.
///
///     open, check every byte, compare the columns ─▶ link or write ─▶ one edit ─▶ readers see all of it at once
///
/// Nothing is written before all files are found whole and fitting. Rows and deletions count by their timestamps, like
/// writes that come late. A file of this directory whose columns have the same ids here, and whose name is free, comes
/// in by a second name; any other is written anew under an id of its own. A crash before the edit leaves files that the
/// next start moves aside.
///
/// Threads: any; an import runs on its caller's.
public final class Imports {
    private final StorageEngine engine;

    Imports(StorageEngine engine) {
        this.engine = engine;
    }

    private record Source(LiveSSTable file, Disk disk, ColumnMapping mapping) {}

    /// Imports every SSTable of a directory. Where the directory is one of a snapshot, with its manifest two levels
    /// above, only what lived of each file comes in, and all that the manifest names must be there.
    ///
    /// @param disk that the directory lies on; the engine's own makes links possible
    /// @throws CorruptSSTableException a file is damaged
    /// @throws CorruptSnapshotException a file of the snapshot is missing, or is another one
    /// @throws InvalidRequest a file does not fit the table, or there is none
    public ImportReport directory(TableId table, Disk disk, String directory) throws IOException {
        return directory(table, disk, directory, Placement.AS_GIVEN);
    }

    /// The same.
    ///
    /// @param placement which level each file comes to; they are given in order of their keys, all at level 0
    public ImportReport directory(TableId table, Disk disk, String directory, Placement placement) throws IOException {
        var files = new HashMap<String, Optional<Snapshot.File>>();
        for (String name : disk.list(directory)) {
            if (name.endsWith(SSTableId.SUFFIX)) {
                files.put(name, Optional.empty());
            }
        }
        manifestOf(disk, directory)
                .ifPresent(entry ->
                        entry.files().forEach(file -> files.put(file.id().fileName(), Optional.of(file))));
        if (files.isEmpty()) {
            throw new InvalidRequest("There is no SSTable in " + directory);
        }
        return run(engine.table(table), disk, directory, files, placement);
    }

    /// The same of a directory of the engine's own disk, so that whole files come in by links.
    public ImportReport ownDirectory(TableId table, String directory, Placement placement) throws IOException {
        return directory(table, engine.disk(), directory, placement);
    }

    /// Imports what a snapshot of this engine holds of a table: of the same id, else of the same name.
    public ImportReport snapshot(TableId table, String tag) throws IOException {
        var metadata = engine.table(table).metadata();
        var snapshot = engine.snapshots()
                .find(tag)
                .orElseThrow(() -> new InvalidRequest("There is no snapshot named '" + tag + "'"));
        var entry = snapshot.tables().stream()
                .filter(candidate -> candidate.id().equals(table))
                .findFirst()
                .or(() -> snapshot.tables().stream()
                        .filter(candidate -> candidate.keyspace().equals(metadata.keyspace())
                                && candidate.name().equals(metadata.name()))
                        .findFirst())
                .orElseThrow(() -> new InvalidRequest(
                        "Snapshot '" + tag + "' holds nothing of " + metadata.keyspace() + "." + metadata.name()));
        return directory(table, engine.disk(), SnapshotStore.directory(tag) + "/" + entry.directory());
    }

    private static Optional<Snapshot.Table> manifestOf(Disk disk, String directory) throws IOException {
        var parts = directory.split("/");
        if (parts.length < 3) {
            return Optional.empty();
        }
        String top = String.join("/", Arrays.copyOf(parts, parts.length - 2));
        if (!disk.exists(top + "/" + SnapshotManifest.NAME)) {
            return Optional.empty();
        }
        String below = parts[parts.length - 2] + "/" + parts[parts.length - 1];
        return SnapshotManifest.read(disk, top).tables().stream()
                .filter(table -> table.directory().equals(below))
                .findFirst();
    }

    private ImportReport run(
            TableStore table,
            Disk disk,
            String directory,
            Map<String, Optional<Snapshot.File>> files,
            Placement placement)
            throws IOException {
        var names = files.keySet().stream().sorted().toList();
        var sources = new ArrayList<Source>();
        try {
            for (String name : names) {
                sources.add(open(table, disk, directory + "/" + name, files.get(name)));
            }
            long rows = 0;
            for (var source : sources) {
                rows += source.file.sstable().verify();
            }
            int linked = bringIn(table, sources, placement);
            return new ImportReport(
                    names.stream().map(name -> directory + "/" + name).toList(), rows, linked);
        } finally {
            sources.forEach(source -> engine.release(source.file.sstable()));
        }
    }

    private Source open(TableStore table, Disk disk, String path, Optional<Snapshot.File> named) throws IOException {
        if (named.isPresent()) {
            check(disk, path, named.get());
        }
        var sstable = SSTable.open(disk, path, engine.cache());
        try {
            var mapping = ColumnMapping.of(sstable.statistics().table(), table.metadata());
            long first = named.map(Snapshot.File::firstToken).orElse(Long.MIN_VALUE);
            long last = named.map(Snapshot.File::lastToken).orElse(Long.MAX_VALUE);
            return new Source(new LiveSSTable(sstable, first, last, 0), disk, mapping);
        } catch (RuntimeException e) {
            engine.release(sstable);
            throw e;
        }
    }

    private static void check(Disk disk, String path, Snapshot.File named) throws IOException {
        if (!disk.exists(path)) {
            throw new CorruptSnapshotException(path, "it is missing");
        }
        try (var file = disk.open(path, OpenMode.READ)) {
            if (file.size() != named.sizeBytes() || SnapshotStore.tailChecksum(file) != named.tailChecksum()) {
                throw new CorruptSnapshotException(path, "it is not the file that the manifest names");
            }
        }
    }

    /// @return how many were linked
    private int bringIn(TableStore table, List<Source> sources, Placement placement) throws IOException {
        var added = new ArrayList<LiveSSTable>();
        int linked = 0;
        try {
            for (var source : sources) {
                String target = DataDirectory.path(
                        table.metadata(), source.file.sstable().id());
                if (mayLink(source, target)) {
                    added.add(link(table, source, target));
                    linked++;
                } else {
                    write(table, source).ifPresent(added::add);
                }
            }
        } catch (IOException | RuntimeException e) {
            added.forEach(file -> {
                file.sstable().deleteWhenReleased();
                engine.release(file.sstable());
            });
            throw e;
        }
        added.sort((a, b) -> Arrays.compareUnsigned(
                a.sstable().statistics().range().start(),
                b.sstable().statistics().range().start()));
        if (!table.add(added, placement)) {
            throw new InvalidRequest("unconfigured table " + table.metadata().name());
        }
        return linked;
    }

    /// A name that is taken may be that of a file which lives, or which goes with its last reader.
    @SuppressWarnings("ReferenceEquality") // links work within one disk
    private boolean mayLink(Source source, String target) throws IOException {
        return source.disk == engine.disk()
                && source.mapping.isIdentity()
                && !engine.disk().exists(target);
    }

    private LiveSSTable link(TableStore table, Source source, String target) throws IOException {
        var disk = engine.disk();
        String directory = DataDirectory.directory(table.metadata());
        disk.createDirectories(directory);
        disk.link(source.file.sstable().path(), target);
        try {
            disk.syncDirectory(directory);
            var sstable = SSTable.open(disk, target, engine.cache());
            sstable.crcCheckChance(table.metadata().options().crcCheckChance());
            return new LiveSSTable(sstable, source.file.firstToken(), source.file.lastToken(), 0);
        } catch (IOException | RuntimeException e) {
            disk.delete(target);
            throw e;
        }
    }

    /// Writes what lives of a file anew; empty when nothing is left.
    private Optional<LiveSSTable> write(TableStore table, Source source) throws IOException {
        var from = source.file.sstable();
        var statistics = from.statistics();
        EntrySource rows = source.file.isWhole() ? from.sequential() : new TokenRangeSource(source.file);
        var options = SSTableOptions.of(
                table.metadata(), statistics.partitions(), statistics.rows(), 0, statistics.createdMillis());
        try (var cursor = rows.scan(KeyRange.ALL, false, ReadMode.MAY_BLOCK);
                var writer = table.newSSTable(options)) {
            writer.deletions(rows.deletions());
            var mapped = new MappedEntries(source.mapping, writer);
            while (cursor.next()) {
                if (source.mapping.isIdentity()) {
                    writer.append(cursor);
                } else {
                    mapped.entry(cursor, from);
                }
            }
            return writer.isEmpty() ? Optional.empty() : Optional.of(LiveSSTable.whole(table.finish(writer), 0));
        }
    }
}
