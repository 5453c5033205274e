package org.helenus.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;

/// A file of the [SystemDisk]: one channel, positioned calls.
final class SystemDiskFile implements DiskFile {
    private static final int ZEROS_BYTES = 1 << 16;

    private final String path;
    private final FileChannel channel;

    SystemDiskFile(String path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
        int start = into.position();
        try {
            while (into.hasRemaining()) {
                int count = channel.read(into, position + into.position() - start);
                if (count < 0) {
                    break;
                }
            }
        } catch (IOException e) {
            throw named(path, e);
        }
        return into.position() - start;
    }

    @Override
    public void write(long position, ByteBuffer from) throws IOException {
        int start = from.position();
        try {
            while (from.hasRemaining()) {
                channel.write(from, position + from.position() - start);
            }
        } catch (IOException e) {
            throw named(path, e);
        }
    }

    @Override
    public void preallocate(long size) throws IOException {
        var zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
        for (long position = channel.size(); position < size; ) {
            zeros.clear().limit((int) Math.min(ZEROS_BYTES, size - position));
            int count = zeros.remaining();
            write(position, zeros);
            position += count;
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            throw named(path, e);
        }
    }

    @Override
    public void sync() throws IOException {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw named(path, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// The same error, with the file's name in it, and a full disk as a type of its own: Java tells it by the text
    /// alone.
    static IOException named(String path, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("No space left") || message.contains("Disk quota exceeded")) {
            return new DiskFullException(path, cause);
        }
        return cause instanceof FileSystemException ? cause : new IOException(path + ": " + message, cause);
    }
}
