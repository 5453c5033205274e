package org.helenus.storage.commitlog;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/// Native memory between the writers and the disk: a run of records of one segment.
///
///     0 ──── written ──── finished ──── reserved ──── capacity
///       on the file   whole, in memory   being filled
///
/// Writers reserve by one compare-and-set and fill without a lock; a closed buffer takes no more. The syncing thread
/// walks the finished records. Room for one mark is always kept, so a buffer can end its segment. Its memory is its own
/// until [#free].
final class LogBuffer {
    private static final int CLOSED = 1 << 31;

    final MemorySegment memory;
    private final Arena arena = Arena.ofShared();
    private final ByteBuffer bytes;
    private final AtomicInteger reserved = new AtomicInteger();

    // Set when it is put to use, before writers see it.
    private LogSegment segment;
    private int startOffset;
    private int limit;

    // Only the syncing thread.
    private int written;
    private int finished;

    LogBuffer(int capacity) {
        memory = arena.allocate(capacity, 8);
        bytes = memory.asByteBuffer();
        reserved.set(CLOSED);
    }

    int capacity() {
        return (int) memory.byteSize();
    }

    /// Begins at `startOffset` of a segment; must be clean.
    void use(LogSegment segment, int startOffset, int segmentBytes) {
        this.segment = segment;
        this.startOffset = startOffset;
        limit = Math.min(capacity(), segmentBytes - startOffset) - RecordFormat.MARK_BYTES;
        written = 0;
        finished = 0;
        reserved.setRelease(0);
    }

    LogSegment segment() {
        return segment;
    }

    int startOffset() {
        return startOffset;
    }

    /// Takes `size` bytes for the caller to fill.
    ///
    /// @return where, or −1 when there is no room or the buffer is closed
    int reserve(int size) {
        while (true) {
            int at = reserved.get();
            if (at < 0 || at + size > limit) {
                return -1;
            }
            if (reserved.compareAndSet(at, at + size)) {
                return at;
            }
        }
    }

    /// Adds the last mark to a closed buffer: nothing of its segment comes behind. The room for it was kept.
    void end(RecordFormat.Kind mark, int known) {
        int at = reserved.get() & ~CLOSED;
        reserved.set(at + RecordFormat.MARK_BYTES | CLOSED);
        RecordFormat.writeMark(memory, at, segment.seed(), startOffset + at, mark, known);
    }

    /// Takes no more.
    void close() {
        reserved.getAndUpdate(value -> value | CLOSED);
    }

    boolean isClosed() {
        return reserved.get() < 0;
    }

    /// The end of what is reserved, in the buffer.
    int reservedEnd() {
        return reserved.get() & ~CLOSED;
    }

    /// Walks on over the records that are whole.
    int finishedEnd() {
        int end = reservedEnd();
        while (finished < end) {
            int size = RecordFormat.finishedSize(memory, finished);
            if (size == 0) {
                break;
            }
            finished += size;
        }
        return finished;
    }

    int written() {
        return written;
    }

    /// The bytes from what is written up to `end`, which count as written from now.
    ByteBuffer takeUpTo(int end) {
        bytes.limit(end).position(written);
        written = end;
        return bytes;
    }

    /// Whether it is closed and no writer fills anything in it any more.
    boolean isFinished() {
        return isClosed() && finishedEnd() == reservedEnd();
    }

    /// Gives its memory back. Whoever finds it closed does not touch that; nobody may be filling a record.
    void free() {
        arena.close();
    }

    /// Zeros what was used, so that an unfinished record never looks finished.
    void clean() {
        memory.asSlice(0, reservedEnd()).fill((byte) 0);
    }
}
