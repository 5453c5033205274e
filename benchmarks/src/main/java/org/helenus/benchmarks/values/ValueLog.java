package org.helenus.benchmarks.values;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/// A log of values beside the tree, as WiscKey has it, as far as its cost goes: values are appended with their index
/// and a checksum; when files hold more than so many times what lives, the file with the least that lives is read and
/// what lives of it appended again. Which lives is known here from memory; a real one asks the tree for every value,
/// writes the new place to the tree, and keeps files for snapshots, so this is the least that one costs.
///
/// One thread.
final class ValueLog implements AutoCloseable {
    private static final int HEADER_BYTES = 16;

    private final Path directory;
    private final long fileBytes;
    private final double space;
    private final Map<Long, Place> places = new HashMap<>();
    private final List<LogFile> files = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(2 << 20);
    private LogFile current;
    private int made;
    private long total;
    private long live;
    private long written;

    private record Place(LogFile file, long offset, int length) {}

    private static final class LogFile {
        final Path path;
        final FileChannel channel;
        long size;
        long live;

        LogFile(Path path) throws IOException {
            this.path = path;
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
    }

    /// @param space bytes of files to bytes that live, at most
    ValueLog(Path directory, long fileBytes, double space) throws IOException {
        this.directory = directory;
        this.fileBytes = fileBytes;
        this.space = space;
        Files.createDirectories(directory);
        current = next();
    }

    private LogFile next() throws IOException {
        var file = new LogFile(directory.resolve("values-" + made++));
        files.add(file);
        return file;
    }

    void put(long index, byte[] value) throws IOException {
        var crc = new CRC32C();
        crc.update(value);
        buffer.clear().putLong(index).putInt(value.length).putInt((int) crc.getValue());
        append(index, buffer.put(value).flip());
        while (total > space * live + 2 * fileBytes) {
            collect();
        }
    }

    private void append(long index, ByteBuffer record) throws IOException {
        int length = record.remaining();
        var old = places.put(index, new Place(current, current.size, length));
        if (old != null) {
            old.file.live -= old.length;
            live -= old.length;
        }
        while (record.hasRemaining()) {
            current.channel.write(record, current.size + length - record.remaining());
        }
        current.size += length;
        current.live += length;
        total += length;
        live += length;
        written += length;
        if (current.size > fileBytes) {
            current.channel.force(false);
            current = next();
        }
    }

    private void collect() throws IOException {
        LogFile least = null;
        for (var file : files) {
            if (file != current && (least == null || file.live * least.size < least.live * file.size)) {
                least = file;
            }
        }
        if (least == null) {
            return;
        }
        for (long at = 0; at < least.size; ) {
            buffer.clear().limit(HEADER_BYTES);
            least.channel.read(buffer, at);
            buffer.flip();
            long index = buffer.getLong();
            int length = HEADER_BYTES + buffer.getInt();
            var place = places.get(index);
            if (place.file == least && place.offset == at) {
                buffer.clear().limit(length);
                while (buffer.hasRemaining()) {
                    least.channel.read(buffer, at + buffer.position());
                }
                var crc = new CRC32C();
                crc.update(buffer.flip().slice(HEADER_BYTES, length - HEADER_BYTES));
                if (buffer.getInt(HEADER_BYTES - 4) != (int) crc.getValue()) {
                    throw new IOException("a value was damaged");
                }
                append(index, buffer);
            }
            at += length;
        }
        total -= least.size;
        files.remove(least);
        least.channel.close();
        Files.delete(least.path);
    }

    /// What was written in all.
    long writtenBytes() {
        return written;
    }

    @Override
    public void close() throws IOException {
        for (var file : files) {
            file.channel.close();
            Files.delete(file.path);
        }
    }
}
