package org.helenus.storage.commitlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.DiskFile;
import org.helenus.storage.disk.OpenMode;

/// One segment that is written: its name, and its file, which is made ahead or when the first bytes need it.
final class LogSegment {
    private final Disk disk;
    private final String directory;
    private final SegmentFormat.Header header;
    private final int seed;
    private final boolean allocated;

    // Written under this; read by those who must not wait for a file that is being made.
    private volatile DiskFile file;
    // Guarded by this.
    private boolean closed;

    /// @param allocated whether its space is taken before its records come, so that each sync has less to do. Costs
    ///     as much as writing them, so it is for those who wait for syncs.
    LogSegment(Disk disk, String directory, UUID id, long sequence, int size, boolean allocated) {
        this.disk = disk;
        this.directory = directory;
        header = new SegmentFormat.Header(id, sequence, size);
        seed = RecordFormat.seed(id);
        this.allocated = allocated;
    }

    long sequence() {
        return header.sequence();
    }

    int seed() {
        return seed;
    }

    int size() {
        return header.size();
    }

    String path() {
        return directory + "/" + SegmentFormat.name(sequence());
    }

    /// Makes the file whole and durable, once: as long as it will be, and zeros to its end, written or a gap.
    synchronized DiskFile prepare() throws IOException {
        if (closed) {
            throw new IOException(path() + " is closed");
        }
        if (file != null) {
            return file;
        }
        String unfinished = path() + SegmentFormat.UNFINISHED_SUFFIX;
        if (disk.exists(unfinished)) {
            disk.delete(unfinished);
        }
        var made = disk.open(unfinished, OpenMode.CREATE_NEW);
        try {
            var head = ByteBuffer.allocateDirect(SegmentFormat.HEADER_BYTES);
            SegmentFormat.write(header, head);
            made.write(0, head.flip());
            if (allocated) {
                made.preallocate(size());
            } else {
                made.write(size() - 1L, ByteBuffer.allocate(1));
            }
            made.sync();
            disk.rename(unfinished, path());
            disk.syncDirectory(directory);
        } catch (IOException e) {
            made.close();
            discard(unfinished);
            throw e;
        }
        file = made;
        return made;
    }

    /// What could not be finished takes no space, which may be what is missing. A next start tries again.
    private void discard(String unfinished) {
        try {
            if (disk.exists(unfinished)) {
                disk.delete(unfinished);
            }
        } catch (IOException e) {
            // The disk fails, which the caller is told already.
        }
    }

    boolean isPrepared() {
        return file != null;
    }

    synchronized void close() throws IOException {
        closed = true;
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
