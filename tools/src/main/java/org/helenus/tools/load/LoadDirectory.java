package org.helenus.tools.load;

import java.io.IOException;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.DiskLock;
import org.helenus.storage.disk.DiskLockedException;

/// Where one load builds its files: `loading/<id>` of a data directory, on the same disk as the tables, so that a
/// finished file becomes a table's by a second name. Locked as long as it is used; those of loads that died are removed
/// by the next. The server never looks here by itself.
final class LoadDirectory implements AutoCloseable {
    private static final String PARENT = "loading";
    private static final String RUNS = "runs";
    private static final String LOCK_SUFFIX = ".lock";

    private final Disk disk;
    private final String id;
    private final DiskLock lock;

    private LoadDirectory(Disk disk, String id, DiskLock lock) {
        this.disk = disk;
        this.id = id;
        this.lock = lock;
    }

    static LoadDirectory create(Disk disk, RandomGenerator random) throws IOException {
        disk.createDirectories(PARENT);
        removeAbandoned(disk);
        String id = Long.toHexString(random.nextLong() | Long.MIN_VALUE);
        var directory = new LoadDirectory(disk, id, disk.lock(lockOf(id)));
        try {
            disk.createDirectories(directory.runs());
            return directory;
        } catch (IOException | RuntimeException e) {
            directory.lock.close();
            throw e;
        }
    }

    private static String lockOf(String id) {
        return PARENT + "/" + id + LOCK_SUFFIX;
    }

    private static void removeAbandoned(Disk disk) throws IOException {
        var ids = new TreeSet<String>();
        for (String name : disk.list(PARENT)) {
            // A crash may have left the directory without its lock, or the lock without its directory.
            ids.add(name.endsWith(LOCK_SUFFIX) ? name.substring(0, name.length() - LOCK_SUFFIX.length()) : name);
        }
        for (String id : ids) {
            try (var _ = disk.lock(lockOf(id))) {
                remove(disk, id);
            } catch (DiskLockedException _) {
                // Somebody loads.
            }
        }
    }

    /// Where finished files lie.
    String path() {
        return PARENT + "/" + id;
    }

    /// Where a sort keeps what memory cannot hold.
    String runs() {
        return path() + "/" + RUNS;
    }

    private static void remove(Disk disk, String id) throws IOException {
        String directory = PARENT + "/" + id;
        empty(disk, directory + "/" + RUNS);
        empty(disk, directory);
        if (disk.exists(lockOf(id))) {
            disk.delete(lockOf(id));
        }
    }

    private static void empty(Disk disk, String directory) throws IOException {
        if (disk.exists(directory)) {
            for (String name : disk.list(directory)) {
                disk.delete(directory + "/" + name);
            }
            disk.delete(directory);
        }
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            remove(disk, id);
        }
    }
}
