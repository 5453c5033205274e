package org.helenus.benchmarks.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.DiskFile;
import org.helenus.storage.disk.DiskLock;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.sstable.SSTableId;

/// A disk that counts what is written to SSTables: by flushes and merges, those included that come to nothing.
final class CountingDisk implements Disk {
    private final Disk disk;
    private final AtomicLong written = new AtomicLong();

    CountingDisk(Disk disk) {
        this.disk = disk;
    }

    long bytesWritten() {
        return written.get();
    }

    @Override
    public DiskFile open(String path, OpenMode mode) throws IOException {
        DiskFile file = disk.open(path, mode);
        return mode != OpenMode.READ && path.endsWith(SSTableId.SUFFIX) ? new Counted(file) : file;
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
