package org.helenus.storage;

import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.manifest.ManifestState;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableId;

/// Files in the tables' directories that the manifest does not name: of flushes, merges and imports that did not end,
/// of tables that are gone, or put there by somebody. An SSTable without an end, which is what the death of a process
/// leaves of a merge, is deleted: nothing can read it, and what it was made of is still there. All else is moved to
/// `orphans/`, never deleted, and never over another one; directories stay where they are.
final class Orphans {
    private final Disk disk;
    private final StorageListener listener;
    private final Set<String> named = new HashSet<>();

    Orphans(Disk disk, ManifestState state, StorageListener listener) {
        this.disk = disk;
        this.listener = listener;
        for (var entry : state.tables().entrySet()) {
            state.schema()
                    .table(entry.getKey())
                    .ifPresent(table -> entry.getValue()
                            .files()
                            .keySet()
                            .forEach(file -> named.add(DataDirectory.path(table, file))));
        }
    }

    void moveAside() throws IOException {
        for (String keyspace : disk.list(StorageEngine.DATA)) {
            String above = StorageEngine.DATA + "/" + keyspace;
            for (String table : listed(above)) {
                moveAside(above + "/" + table);
            }
        }
    }

    private void moveAside(String directory) throws IOException {
        boolean moved = false;
        for (String name : listed(directory)) {
            String path = directory + "/" + name;
            if (named.contains(path) || isDirectory(path)) {
                continue;
            }
            moved = true;
            if (SSTableId.ofFileName(name).isPresent() && SSTable.isUnfinished(disk, path)) {
                disk.delete(path);
                listener.notice(path + " belongs to no table and was never finished; it was deleted");
            } else {
                disk.createDirectories(StorageEngine.ORPHANS);
                String target = freeName(StorageEngine.ORPHANS + "/" + name);
                disk.rename(path, target);
                listener.notice(path + " belongs to no table and was moved to " + target);
                disk.syncDirectory(StorageEngine.ORPHANS);
            }
        }
        if (moved) {
            disk.syncDirectory(directory);
        }
    }

    private String freeName(String wanted) throws IOException {
        String name = wanted;
        for (int i = 1; disk.exists(name); i++) {
            name = wanted + "." + i;
        }
        return name;
    }

    private boolean isDirectory(String path) throws IOException {
        try {
            disk.list(path);
            return true;
        } catch (NotDirectoryException e) {
            return false;
        }
    }

    /// The names in a directory; none when it is a file that somebody put there.
    private List<String> listed(String directory) throws IOException {
        try {
            return disk.list(directory);
        } catch (NotDirectoryException e) {
            return List.of();
        }
    }
}
