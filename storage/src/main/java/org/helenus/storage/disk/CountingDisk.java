package org.helenus.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// A disk that counts the bytes written to files, for those who measure: all that is written, in vain or not.
public final class CountingDisk implements Disk {
    private final Disk disk;
    private final Predicate<String> counted;
    private final AtomicLong written = new AtomicLong();

    /// @param counted which files count, by their paths
    public CountingDisk(Disk disk, Predicate<String> counted) {
        this.disk = disk;
        this.counted = counted;
    }

    public long bytesWritten() {
        return written.get();
    }

    @Override
    public DiskFile open(String path, OpenMode mode) throws IOException {
        DiskFile file = disk.open(path, mode);
        return mode != OpenMode.READ && counted.test(path) ? new Counted(file) : file;
    }

    private final class Counted implements DiskFile {
        private final DiskFile file;

        Counted(DiskFile file) {
            this.file = file;
        }

        @Override
        public String path() {
            return file.path();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(long position, ByteBuffer into) throws IOException {
            return file.read(position, into);
        }

        @Override
        public void write(long position, ByteBuffer from) throws IOException {
            written.addAndGet(from.remaining());
            file.write(position, from);
        }

        @Override
        public void preallocate(long size) throws IOException {
            file.preallocate(size);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Override
    public void createDirectories(String path) throws IOException {
        disk.createDirectories(path);
    }

    @Override
    public boolean exists(String path) throws IOException {
        return disk.exists(path);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void link(String existing, String added) throws IOException {
        disk.link(existing, added);
    }

    @Override
    public void delete(String path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        disk.syncDirectory(directory);
    }

    @Override
    public DiskLock lock(String path) throws IOException {
        return disk.lock(path);
    }

    @Override
    public long freeSpace() throws IOException {
        return disk.freeSpace();
    }
}
