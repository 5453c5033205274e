package org.helenus.storage.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The file system below one directory.
///
/// Threads: any, but never interrupt one that is in here: an interrupt closes the channel that it uses, for everybody.
public final class SystemDisk implements Disk {
    private final Path root;

    /// @param root an existing directory, or one that is made now together with those above it
    public SystemDisk(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        createDirectories("");
    }

    @Override
    public DiskFile open(String path, OpenMode mode) throws IOException {
        try {
            var channel = switch (mode) {
                case READ -> FileChannel.open(at(path), StandardOpenOption.READ);
                case WRITE -> FileChannel.open(at(path), StandardOpenOption.READ, StandardOpenOption.WRITE);
                case CREATE_NEW ->
                    FileChannel.open(
                            at(path), StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            };
            return new SystemDiskFile(path, channel);
        } catch (IOException e) {
            throw SystemDiskFile.named(path, e);
        }
    }

    @Override
    public void createDirectories(String path) throws IOException {
        var missing = new ArrayList<Path>();
        for (var directory = at(path); directory != null && !Files.isDirectory(directory); ) {
            missing.add(directory);
            directory = directory.getParent();
        }
        Collections.reverse(missing);
        for (var directory : missing) {
            try {
                Files.createDirectory(directory);
            } catch (FileAlreadyExistsException e) {
                // Somebody else made it between our look and our call; a file of that name is still an
                // error.
                if (!Files.isDirectory(directory)) {
                    throw e;
                }
            }
            forceDirectory(directory.getParent());
        }
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(at(path));
    }

    @Override
    public List<String> list(String directory) throws IOException {
        var names = new ArrayList<String>();
        try (var entries = Files.newDirectoryStream(at(directory))) {
            for (var entry : entries) {
                names.add(entry.getFileName().toString());
            }
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(at(from), at(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void link(String existing, String added) throws IOException {
        Files.createLink(at(added), at(existing));
    }

    @Override
    public void delete(String path) throws IOException {
        Files.delete(at(path));
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        forceDirectory(at(directory));
    }

    @Override
    public DiskLock lock(String path) throws IOException {
        var channel = FileChannel.open(at(path), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new DiskLockedException(path);
            }
            return channel::close; // which releases the lock
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new DiskLockedException(path);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public long freeSpace() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    @Override
    public String toString() {
        return root.toString();
    }

    private Path at(String path) {
        var place = root.resolve(path).normalize();
        if (!place.startsWith(root)) {
            throw new IllegalArgumentException("outside of the disk: " + path);
        }
        return place;
    }

    private static void forceDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
