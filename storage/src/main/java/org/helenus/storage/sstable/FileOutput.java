package org.helenus.storage.sstable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.helenus.storage.disk.DiskFile;

/// Appends to a new file in large writes. Syncs now and then, so that the last sync does not have everything to do
/// while the commit log waits behind it. One thread.
final class FileOutput implements AutoCloseable {
    private static final int BUFFER_BYTES = 512 << 10;
    private static final long SYNC_EVERY_BYTES = 16L << 20;

    private final DiskFile file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long written;
    private long synced;

    FileOutput(DiskFile file) {
        this.file = file;
    }

    /// Where the next byte goes.
    long position() {
        return written + buffer.position();
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count = Math.min(room(), length - done);
            buffer.put(bytes, offset + done, count);
            done += count;
        }
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int count = Math.min(room(), bytes.remaining());
            buffer.put(buffer.position(), bytes, bytes.position(), count);
            buffer.position(buffer.position() + count);
            bytes.position(bytes.position() + count);
        }
    }

    void write(MemorySegment bytes) throws IOException {
        long done = 0;
        while (done < bytes.byteSize()) {
            int count = (int) Math.min(room(), bytes.byteSize() - done);
            MemorySegment.copy(bytes, done, MemorySegment.ofBuffer(buffer), 0, count);
            buffer.position(buffer.position() + count);
            done += count;
        }
    }

    void writeInt(int value) throws IOException {
        if (room() >= Integer.BYTES) {
            buffer.putInt(value);
        } else {
            write(ByteBuffer.allocate(Integer.BYTES).putInt(value).flip());
        }
    }

    private int room() throws IOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        return buffer.remaining();
    }

    private void flush() throws IOException {
        buffer.flip();
        int count = buffer.remaining();
        if (count > 0) {
            file.write(written, buffer);
        }
        buffer.clear();
        written += count;
        if (written - synced >= SYNC_EVERY_BYTES) {
            file.sync();
            synced = written;
        }
    }

    /// Writes what is left and makes all of it durable.
    void sync() throws IOException {
        flush();
        file.sync();
        synced = written;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
