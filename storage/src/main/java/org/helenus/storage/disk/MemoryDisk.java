package org.helenus.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A disk in memory that knows what was synced: it can lose power, fail at any call, fill up and flip bits,
/// repeatably.
///
/// Each file has an image that was synced and a list of the changes since; each directory has the entries that were
/// synced and the changes since. [#crash] makes the disk that a power loss would leave.
///
/// Threads: any; one lock. Two runs of one thread with the same seeds are the same to the byte.
public final class MemoryDisk implements Disk {
    /// A change of names that happens as a whole: a rename takes one name away and gives another.
    record EntryChange(long order, Map<String, MemoryFile> put, Set<String> removed) {
        void applyTo(Map<String, MemoryFile> entries) {
            entries.keySet().removeAll(removed);
            entries.putAll(put);
        }
    }

    // All guarded by this.
    private final Set<String> directories = new HashSet<>(Set.of(""));
    /// Deleted, but not synced: a crash may bring them back.
    private final Set<String> deletedDirectories = new TreeSet<>();
    private final TreeMap<String, MemoryFile> entries = new TreeMap<>();
    private final TreeMap<String, MemoryFile> syncedEntries = new TreeMap<>();
    private final List<EntryChange> pending = new ArrayList<>();
    private final Set<String> locks = new HashSet<>();
    private final Map<DiskOperation.Kind, Long> counts = new EnumMap<>(DiskOperation.Kind.class);
    private final SplittableRandom random;
    private long operations;
    private long changes;
    private long capacity = Long.MAX_VALUE;
    private Fault fault = Fault.NONE;
    private Consumer<DiskOperation> observer = operation -> {};

    /// @param seed of the choices that faults make
    public MemoryDisk(long seed) {
        random = new SplittableRandom(seed);
    }

    /// What goes wrong from here on.
    public synchronized void setFault(Fault fault) {
        this.fault = fault;
    }

    /// Called after each call that worked or failed, on its thread, with the disk's lock held; may call [#crash].
    public synchronized void observe(Consumer<DiskOperation> observer) {
        this.observer = observer;
    }

    /// Bytes that all files may have together.
    public synchronized void setCapacity(long bytes) {
        capacity = bytes;
    }

    /// Calls made so far.
    public synchronized long operations() {
        return operations;
    }

    /// The disk after a power loss now: what was synced, and of the rest something, everything or nothing. This
    /// disk stays as it is, so several crashes may be tried from one moment.
    public synchronized MemoryDisk crash(long seed) {
        return new Crash(new SplittableRandom(seed)).of(this, seed);
    }

    /// A copy in which all that was written is synced: what a process that dies, with the power on, leaves.
    public synchronized MemoryDisk processDeath() {
        var copy = new MemoryDisk(random.split().nextLong());
        copy.directories.addAll(directories);
        var files = new LinkedHashMap<MemoryFile, MemoryFile>();
        entries.forEach((path, file) -> copy.install(
                path, files.computeIfAbsent(file, f -> MemoryFile.synced(MemoryFile.Image.copyOf(f.currentImage())))));
        return copy;
    }

    /// The process that held locks is dead; the disk goes on.
    public synchronized void releaseLocks() {
        locks.clear();
    }

    /// Inverts one bit of a file, synced.
    public synchronized void flipBit(String path, long bit) throws IOException {
        file(path).flip(bit);
    }

    /// The names of all files with their directories, sorted.
    public synchronized List<String> files() {
        return List.copyOf(entries.keySet());
    }

    @Override
    public DiskFile open(String path, OpenMode mode) throws IOException {
        synchronized (this) {
            if (mode != OpenMode.CREATE_NEW) {
                return call(DiskOperation.Kind.OPEN, path, verdict -> new Handle(path, file(path)));
            }
            return call(DiskOperation.Kind.CREATE, path, verdict -> {
                if (entries.containsKey(path) || directories.contains(path)) {
                    throw new FileAlreadyExistsException(path);
                }
                requireParent(path);
                var file = new MemoryFile();
                change(Map.of(path, file), Set.of());
                return new Handle(path, file);
            });
        }
    }

    @Override
    public synchronized void createDirectories(String path) throws IOException {
        call(DiskOperation.Kind.CREATE_DIRECTORY, path, verdict -> {
            for (String directory = path; !directory.isEmpty(); directory = parent(directory)) {
                if (entries.containsKey(directory)) {
                    throw new FileAlreadyExistsException(directory);
                }
                directories.add(directory);
                deletedDirectories.remove(directory);
            }
            return true;
        });
    }

    @Override
    public synchronized boolean exists(String path) {
        return entries.containsKey(path) || directories.contains(path);
    }

    @Override
    public synchronized List<String> list(String directory) throws IOException {
        return call(DiskOperation.Kind.LIST, directory, verdict -> {
            requireDirectory(directory);
            var names = new TreeSet<String>();
            for (String path : entries.keySet()) {
                if (parent(path).equals(directory)) {
                    names.add(name(path));
                }
            }
            for (String path : directories) {
                if (!path.isEmpty() && parent(path).equals(directory)) {
                    names.add(name(path));
                }
            }
            return List.copyOf(names);
        });
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        call(DiskOperation.Kind.RENAME, to, verdict -> {
            requireParent(to);
            change(Map.of(to, file(from)), Set.of(from));
            return true;
        });
    }

    @Override
    public synchronized void link(String existing, String added) throws IOException {
        call(DiskOperation.Kind.LINK, added, verdict -> {
            if (entries.containsKey(added)) {
                throw new FileAlreadyExistsException(added);
            }
            requireParent(added);
            change(Map.of(added, file(existing)), Set.of());
            return true;
        });
    }

    @Override
    public synchronized void delete(String path) throws IOException {
        call(DiskOperation.Kind.DELETE, path, verdict -> {
            if (directories.contains(path)) {
                deleteDirectory(path);
            } else {
                file(path);
                change(Map.of(), Set.of(path));
            }
            return true;
        });
    }

    private void deleteDirectory(String path) throws DirectoryNotEmptyException {
        String below = path + "/";
        boolean empty = entries.keySet().stream().noneMatch(name -> name.startsWith(below))
                && directories.stream().noneMatch(name -> name.startsWith(below));
        if (!empty) {
            throw new DirectoryNotEmptyException(path);
        }
        directories.remove(path);
        deletedDirectories.add(path);
    }

    @Override
    public synchronized void syncDirectory(String directory) throws IOException {
        call(DiskOperation.Kind.SYNC_DIRECTORY, directory, verdict -> {
            requireDirectory(directory);
            if (verdict == Fault.Verdict.PRETEND) {
                return true;
            }
            pending.removeIf(change -> {
                if (!touches(change, directory)) {
                    return false;
                }
                change.applyTo(syncedEntries);
                return true;
            });
            deletedDirectories.removeIf(path -> parent(path).equals(directory));
            return true;
        });
    }

    @Override
    public synchronized DiskLock lock(String path) throws IOException {
        if (!locks.add(path)) {
            throw new DiskLockedException(path);
        }
        return () -> {
            synchronized (MemoryDisk.this) {
                locks.remove(path);
            }
        };
    }

    @Override
    public synchronized long freeSpace() {
        return Math.max(0, capacity - used());
    }

    // ---- for Crash, with the lock held

    Set<String> directories() {
        return directories;
    }

    Set<String> deletedDirectories() {
        return deletedDirectories;
    }

    Map<String, MemoryFile> syncedEntries() {
        return syncedEntries;
    }

    List<EntryChange> pendingChanges() {
        return pending;
    }

    Set<MemoryFile> allFiles() {
        var all = new java.util.LinkedHashSet<>(entries.values());
        all.addAll(syncedEntries.values());
        pending.forEach(change -> all.addAll(change.put().values()));
        return all;
    }

    void install(String path, MemoryFile file) {
        entries.put(path, file);
        syncedEntries.put(path, file);
        restoreDirectory(parent(path)); // where a deletion of the file was lost, one of its directory was too
    }

    void restoreDirectory(String path) {
        for (String above = path; !above.isEmpty(); above = parent(above)) {
            directories.add(above);
        }
    }

    // ---- inside

    private interface Body<T> {
        T run(Fault.Verdict verdict) throws IOException;
    }

    private <T> T call(DiskOperation.Kind kind, String path, Body<T> body) throws IOException {
        long ofKind = counts.merge(kind, 1L, Long::sum) - 1;
        var operation = new DiskOperation(kind, path, operations++, ofKind);
        var verdict = fault.judge(operation);
        try {
            switch (verdict) {
                case FAIL -> {
                    if (kind != DiskOperation.Kind.SYNC) {
                        throw new IOException(path + ": input/output error (" + operation + ")");
                    }
                }
                case FULL -> throw new DiskFullException(path);
                case FAIL_HALFWAY -> {
                    if (kind != DiskOperation.Kind.WRITE) {
                        throw new IOException(path + ": input/output error (" + operation + ")");
                    }
                }
                case WORK, PRETEND, FLIP_BIT -> {}
            }
            return body.run(verdict);
        } finally {
            observer.accept(operation);
        }
    }

    private void change(Map<String, MemoryFile> put, Set<String> removed) {
        var change = new EntryChange(changes++, put, removed);
        change.applyTo(entries);
        pending.add(change);
    }

    private MemoryFile file(String path) throws NoSuchFileException {
        var file = entries.get(path);
        if (file == null) {
            throw new NoSuchFileException(path);
        }
        return file;
    }

    private void requireParent(String path) throws IOException {
        requireDirectory(parent(path));
    }

    private void requireDirectory(String directory) throws IOException {
        if (entries.containsKey(directory)) {
            throw new NotDirectoryException(directory);
        }
        if (!directories.contains(directory)) {
            throw new NoSuchFileException(directory);
        }
    }

    private long used() {
        long used = 0;
        for (var file : new HashSet<>(entries.values())) {
            used += file.length();
        }
        return used;
    }

    private static boolean touches(EntryChange change, String directory) {
        return change.put().keySet().stream().anyMatch(path -> parent(path).equals(directory))
                || change.removed().stream().anyMatch(path -> parent(path).equals(directory));
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// An open file: what it does to the [MemoryFile], with faults before and the observer after.
    private final class Handle implements DiskFile {
        private final String path;
        private final MemoryFile file;
        private boolean closed;

        Handle(String path, MemoryFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public long size() throws IOException {
            synchronized (MemoryDisk.this) {
                requireOpen();
                return file.length();
            }
        }

        @Override
        public int read(long position, ByteBuffer into) throws IOException {
            synchronized (MemoryDisk.this) {
                requireOpen();
                return call(DiskOperation.Kind.READ, path, verdict -> {
                    int start = into.position();
                    int count = file.read(position, into);
                    if (verdict == Fault.Verdict.FLIP_BIT && count > 0) {
                        int at = start + random.nextInt(count);
                        into.put(at, (byte) (into.get(at) ^ 1 << random.nextInt(8)));
                    }
                    return count;
                });
            }
        }

        @Override
        public void write(long position, ByteBuffer from) throws IOException {
            synchronized (MemoryDisk.this) {
                requireOpen();
                call(DiskOperation.Kind.WRITE, path, verdict -> {
                    var bytes = new byte[from.remaining()];
                    from.get(bytes);
                    if (verdict == Fault.Verdict.FAIL_HALFWAY) {
                        file.write(changes++, position, java.util.Arrays.copyOf(bytes, bytes.length / 2));
                        throw new IOException(path + ": input/output error in the middle of a write");
                    }
                    requireSpace(position + bytes.length);
                    file.write(changes++, position, bytes);
                    return true;
                });
            }
        }

        @Override
        public void preallocate(long size) throws IOException {
            synchronized (MemoryDisk.this) {
                requireOpen();
                call(DiskOperation.Kind.PREALLOCATE, path, verdict -> {
                    requireSpace(size);
                    file.extend(changes++, size);
                    return true;
                });
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (MemoryDisk.this) {
                requireOpen();
                call(DiskOperation.Kind.TRUNCATE, path, verdict -> {
                    file.truncate(changes++, size);
                    return true;
                });
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (MemoryDisk.this) {
                requireOpen();
                call(DiskOperation.Kind.SYNC, path, verdict -> {
                    if (verdict == Fault.Verdict.FAIL) {
                        file.dropUnsynced();
                        throw new IOException(path + ": input/output error in a sync");
                    }
                    if (verdict != Fault.Verdict.PRETEND) {
                        file.sync();
                    }
                    return true;
                });
            }
        }

        @Override
        public void close() {
            synchronized (MemoryDisk.this) {
                closed = true;
            }
        }

        private void requireSpace(long end) throws DiskFullException {
            long grows = Math.max(0, end - file.length());
            if (grows > 0 && grows > capacity - used()) {
                throw new DiskFullException(path);
            }
        }

        private void requireOpen() throws IOException {
            if (closed) {
                throw new java.nio.channels.ClosedChannelException();
            }
        }
    }
}
