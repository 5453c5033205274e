package org.helenus.storage.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.DiskFile;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableId;

/// The snapshots of a data directory on its disk.
///
///     snapshots/<tag>/manifest.json
///     snapshots/<tag>/unfinished                                   there while something is added or taken away
///     snapshots/<tag>/<keyspace>/<table>-<id>/<sstable id>.sst     a second name of a file that lived
///     snapshots/<tag>/<keyspace>/<table>-<id>/schema.cql           the statements that make the table again
///
/// A table's directory counts when the manifest names it; the manifest is replaced as a whole, after the files are
/// there and before they go. A crash in between leaves the mark `unfinished`, and [#clean] then takes away what the
/// manifest does not name. Nothing else is ever deleted: what somebody put there by hand stays.
///
/// Threads: one at a time.
public final class SnapshotStore {
    public static final String DIRECTORY = "snapshots";
    public static final String SCHEMA = "schema.cql";
    private static final String MARK = "unfinished";
    private static final String FRESH = SnapshotManifest.NAME + ".new";

    private final Disk disk;

    public SnapshotStore(Disk disk) {
        this.disk = disk;
    }

    /// Where a tag lies.
    public static String directory(String tag) {
        return DIRECTORY + "/" + tag;
    }

    /// The snapshot of a tag.
    ///
    /// @throws CorruptSnapshotException its manifest is damaged
    public Optional<Snapshot> find(String tag) throws IOException {
        return disk.exists(directory(tag) + "/" + SnapshotManifest.NAME)
                ? Optional.of(SnapshotManifest.read(disk, directory(tag)))
                : Optional.empty();
    }

    /// Whether there has ever been one.
    public boolean isAny() throws IOException {
        return disk.exists(DIRECTORY);
    }

    /// What is there, complete or not, in order.
    public List<String> tags() throws IOException {
        return listed(DIRECTORY);
    }

    /// All complete ones, by tag.
    public List<Snapshot> all() throws IOException {
        var found = new ArrayList<Snapshot>();
        for (String tag : listed(DIRECTORY)) {
            find(tag).ifPresent(found::add);
        }
        return found;
    }

    /// Before anything of a tag is added or taken away; [#clean] ends it.
    public void begin(String tag) throws IOException {
        disk.createDirectories(directory(tag));
        if (!disk.exists(directory(tag) + "/" + MARK)) {
            write(directory(tag) + "/" + MARK, new byte[0]);
            disk.syncDirectory(directory(tag));
        }
    }

    /// Links the files of one table below a tag, durably. They count with [#complete].
    ///
    /// @param schema what `schema.cql` says
    public Snapshot.Table link(String tag, Snapshot.Table empty, List<LiveSSTable> files, String schema)
            throws IOException {
        String directory = directory(tag) + "/" + empty.directory();
        disk.createDirectories(directory);
        var linked = new ArrayList<Snapshot.File>();
        for (var file : files) {
            disk.link(
                    file.sstable().path(), directory + "/" + file.sstable().id().fileName());
            linked.add(file(file));
        }
        write(directory + "/" + SCHEMA, schema.getBytes(StandardCharsets.UTF_8));
        disk.syncDirectory(directory);
        return new Snapshot.Table(empty.keyspace(), empty.name(), empty.id(), linked);
    }

    private Snapshot.File file(LiveSSTable live) throws IOException {
        SSTable sstable = live.sstable();
        try (var file = disk.open(sstable.path(), OpenMode.READ)) {
            return new Snapshot.File(
                    sstable.id(), file.size(), tailChecksum(file), live.firstToken(), live.lastToken(), live.level());
        }
    }

    /// As a manifest names it.
    public static int tailChecksum(DiskFile file) throws IOException {
        int length = (int) Math.min(SnapshotManifest.TAIL_BYTES, file.size());
        var tail = ByteBuffer.allocate(length);
        file.readFully(file.size() - length, tail);
        var crc = new CRC32C();
        crc.update(tail.flip());
        return (int) crc.getValue();
    }

    /// Puts a manifest in the place of the one before; on return it counts, durably.
    public void complete(Snapshot snapshot) throws IOException {
        String directory = directory(snapshot.tag());
        String fresh = directory + "/" + FRESH;
        if (disk.exists(fresh)) {
            disk.delete(fresh);
        }
        write(fresh, SnapshotManifest.encode(snapshot));
        disk.rename(fresh, directory + "/" + SnapshotManifest.NAME);
        disk.syncDirectory(directory);
    }

    private void write(String path, byte[] bytes) throws IOException {
        try (var file = disk.open(path, OpenMode.CREATE_NEW)) {
            file.write(0, ByteBuffer.wrap(bytes));
            file.sync();
        }
    }

    /// Takes a whole snapshot away.
    public void delete(String tag) throws IOException {
        begin(tag);
        disk.delete(directory(tag) + "/" + SnapshotManifest.NAME);
        disk.syncDirectory(directory(tag));
        clean(tag);
    }

    /// Takes away what earlier lives began and did not end.
    ///
    /// @return the tags of which something was taken away
    public List<String> clean() throws IOException {
        var cleaned = new ArrayList<String>();
        for (String tag : listed(DIRECTORY)) {
            try {
                if (clean(tag)) {
                    cleaned.add(tag);
                }
            } catch (CorruptSnapshotException e) {
                // What it holds is not known, so all of it stays; who asks for the snapshot is told.
            }
        }
        return cleaned;
    }

    /// Takes away what the manifest of a marked tag does not name, everything when there is none, and then the
    /// mark.
    ///
    /// @return false: it is not marked
    public boolean clean(String tag) throws IOException {
        String top = directory(tag);
        if (!disk.exists(top + "/" + MARK)) {
            return false;
        }
        Set<String> named = new HashSet<>();
        find(tag).ifPresent(snapshot -> snapshot.tables().forEach(table -> named.add(table.directory())));
        for (String keyspace : listed(top)) {
            for (String table : listed(top + "/" + keyspace)) {
                if (!named.contains(keyspace + "/" + table)) {
                    cleanTable(top + "/" + keyspace + "/" + table);
                }
            }
            removeIfEmpty(top + "/" + keyspace);
        }
        if (disk.exists(top + "/" + FRESH)) {
            disk.delete(top + "/" + FRESH);
        }
        // The mark goes last: what is named by now went before it, durably.
        disk.syncDirectory(top);
        disk.delete(top + "/" + MARK);
        removeIfEmpty(top);
        return true;
    }

    private void cleanTable(String directory) throws IOException {
        boolean deleted = false;
        for (String name : listed(directory)) {
            if (SSTableId.ofFileName(name).isPresent() || name.equals(SCHEMA)) {
                disk.delete(directory + "/" + name);
                deleted = true;
            }
        }
        if (deleted) {
            disk.syncDirectory(directory);
        }
        removeIfEmpty(directory);
    }

    private void removeIfEmpty(String directory) throws IOException {
        if (isEmptyDirectory(directory)) {
            disk.delete(directory);
            disk.syncDirectory(directory.substring(0, directory.lastIndexOf('/')));
        }
    }

    private boolean isEmptyDirectory(String path) throws IOException {
        try {
            return disk.list(path).isEmpty();
        } catch (NotDirectoryException e) {
            return false;
        }
    }

    /// The names in a directory; none when it is a file, or not there.
    private List<String> listed(String directory) throws IOException {
        try {
            return disk.list(directory);
        } catch (NotDirectoryException | NoSuchFileException e) {
            return List.of();
        }
    }
}
