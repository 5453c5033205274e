package org.helenus.storage.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file. All I/O is positioned, so threads share a file without sharing a cursor.
///
/// Bytes cross this seam in a [ByteBuffer], from its position to its limit; the position moves on. Direct (native)
/// buffers go to the kernel as they are, heap buffers are copied once more: the log, blocks and whoever writes much
/// use direct ones ([java.lang.foreign.MemorySegment#asByteBuffer] makes one of a native segment without a copy).
///
/// Threads: any, also at once; ranges that overlap are the callers' to order.
public interface DiskFile extends AutoCloseable {

    /// The path it was opened by.
    String path();

    /// Bytes from the start to the end of the file.
    long size() throws IOException;

    /// Reads from `position` until the buffer is full or the file ends.
    ///
    /// @return bytes read; fewer than remained in the buffer only at the end of the file
    int read(long position, ByteBuffer into) throws IOException;

    /// Reads until the buffer is full.
    ///
    /// @throws EOFException the file ends before
    default void readFully(long position, ByteBuffer into) throws IOException {
        int wanted = into.remaining();
        int count = read(position, into);
        if (count < wanted) {
            throw new EOFException(path() + ": " + wanted + " bytes wanted at " + position + ", " + count + " there");
        }
    }

    /// Writes all that remains in the buffer; beyond the end the file grows, a gap reads as zeros.
    void write(long position, ByteBuffer from) throws IOException;

    /// Grows the file with written zeros up to `size`, so that later writes below it need no new space and their
    /// sync no change of the file's length. A longer file is left alone. Durable with the next [#sync].
    void preallocate(long size) throws IOException;

    /// Cuts the file; a shorter one is left alone.
    void truncate(long size) throws IOException;

    /// Makes all that was written durable. When it fails, what was written since the last success is in doubt for
    /// good: the kernel may have dropped it and a second sync would succeed without it. Never answer for that
    /// data.
    void sync() throws IOException;

    @Override
    void close() throws IOException;
}
