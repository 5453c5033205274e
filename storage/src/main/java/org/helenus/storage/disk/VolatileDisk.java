package org.helenus.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A disk in the memory of this process, for servers whose data may go with them. Each byte is kept once; files are
/// read and written side by side, and syncs cost nothing, since there is nothing to survive. For power loss and faults
/// see [MemoryDisk].
///
/// Threads: any.
public final class VolatileDisk implements Disk {
    private final long capacity;
    private final AtomicLong used = new AtomicLong();
    // guarded by this; empty: a directory
    private final NavigableMap<String, Optional<VolatileFile>> entries = new TreeMap<>(Map.of("", Optional.empty()));
    private final Map<String, AtomicBoolean> locks = new HashMap<>();

    /// As large as memory.
    public VolatileDisk() {
        this(Long.MAX_VALUE);
    }

    /// @param capacity bytes that all files may take, in steps of [VolatileFile#CHUNK_BYTES] for each
    public VolatileDisk(long capacity) {
        this.capacity = capacity;
    }

    @Override
    public synchronized DiskFile open(String path, OpenMode mode) throws IOException {
        if (mode == OpenMode.CREATE_NEW) {
            requireFree(path);
            requireDirectory(parent(path));
            entries.put(path, Optional.of(new VolatileFile(used, capacity)));
        }
        var file = file(path);
        file.retain();
        return new Handle(path, file);
    }

    @Override
    public synchronized void createDirectories(String path) throws IOException {
        for (String directory = path; !directory.isEmpty(); directory = parent(directory)) {
            if (isFile(directory)) {
                throw new FileAlreadyExistsException(directory);
            }
        }
        for (String directory = path; !directory.isEmpty(); directory = parent(directory)) {
            entries.put(directory, Optional.empty());
        }
    }

    @Override
    public synchronized boolean exists(String path) {
        return entries.containsKey(path);
    }

    @Override
    public synchronized List<String> list(String directory) throws IOException {
        requireDirectory(directory);
        String prefix = directory.isEmpty() ? "" : directory + "/";
        return entries.tailMap(prefix, false).keySet().stream()
                .takeWhile(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()))
                .filter(name -> name.indexOf('/') < 0)
                .toList();
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        var file = file(from);
        requireDirectory(parent(to));
        if (isDirectory(to)) {
            throw new FileAlreadyExistsException(to);
        }
        entries.remove(from);
        if (isFile(to)) {
            file(to).release();
        }
        entries.put(to, Optional.of(file));
    }

    @Override
    public synchronized void link(String existing, String added) throws IOException {
        requireFree(added);
        requireDirectory(parent(added));
        var file = file(existing);
        file.retain();
        entries.put(added, Optional.of(file));
    }

    @Override
    public synchronized void delete(String path) throws IOException {
        if (isDirectory(path)) {
            if (!list(path).isEmpty()) {
                throw new DirectoryNotEmptyException(path);
            }
            entries.remove(path);
            return;
        }
        file(path).release();
        entries.remove(path);
    }

    @Override
    public synchronized void syncDirectory(String directory) throws IOException {
        requireDirectory(directory);
    }

    @Override
    public synchronized DiskLock lock(String path) throws IOException {
        var free = locks.computeIfAbsent(path, name -> new AtomicBoolean(true));
        if (!free.compareAndSet(true, false)) {
            throw new DiskLockedException(path);
        }
        return () -> free.set(true);
    }

    @Override
    public long freeSpace() {
        return Math.max(0, capacity - used.get());
    }

    private VolatileFile file(String path) throws NoSuchFileException {
        return entries.getOrDefault(path, Optional.empty()).orElseThrow(() -> new NoSuchFileException(path));
    }

    private boolean isFile(String path) {
        return entries.containsKey(path) && entries.get(path).isPresent();
    }

    private boolean isDirectory(String path) {
        return entries.containsKey(path) && entries.get(path).isEmpty();
    }

    private void requireFree(String path) throws FileAlreadyExistsException {
        if (entries.containsKey(path)) {
            throw new FileAlreadyExistsException(path);
        }
    }

    private void requireDirectory(String directory) throws IOException {
        if (isFile(directory)) {
            throw new NotDirectoryException(directory);
        }
        if (!entries.containsKey(directory)) {
            throw new NoSuchFileException(directory);
        }
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private record Handle(String path, VolatileFile file, AtomicBoolean closed) implements DiskFile {
        Handle(String path, VolatileFile file) {
            this(path, file, new AtomicBoolean());
        }

        @Override
        public long size() throws IOException {
            return opened().size();
        }

        @Override
        public int read(long position, ByteBuffer into) throws IOException {
            return opened().read(position, into);
        }

        @Override
        public void write(long position, ByteBuffer from) throws IOException {
            if (!opened().write(position, from)) {
                throw new DiskFullException(path);
            }
        }

        @Override
        public void preallocate(long size) throws IOException {
            opened().extend(size);
        }

        @Override
        public void truncate(long size) throws IOException {
            opened().truncate(size);
        }

        @Override
        public void sync() throws IOException {
            opened();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                file.release();
            }
        }

        private VolatileFile opened() throws ClosedChannelException {
            if (closed.get()) {
                throw new ClosedChannelException();
            }
            return file;
        }
    }
}
