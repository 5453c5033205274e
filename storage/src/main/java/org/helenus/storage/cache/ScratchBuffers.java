package org.helenus.storage.cache;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/// Direct buffers for bytes on their way between disk and memory. A few are kept for the next; the rest is the
/// collector's. Threads: any.
public final class ScratchBuffers {
    private static final int KEPT = 16;
    private static final int LARGEST_KEPT_BYTES = 1 << 20;
    private static final int SMALLEST_BYTES = 16 << 10;

    private final ArrayBlockingQueue<ByteBuffer> kept = new ArrayBlockingQueue<>(KEPT);

    /// A buffer with position 0 and limit `bytes`, big-endian, whose content is undefined.
    public ByteBuffer borrow(int bytes) {
        ByteBuffer buffer = kept.poll();
        if (buffer == null || buffer.capacity() < bytes) {
            int capacity = Math.max(SMALLEST_BYTES, bytes);
            boolean roundable = capacity < LARGEST_KEPT_BYTES;
            buffer = ByteBuffer.allocateDirect(roundable ? Integer.highestOneBit(2 * capacity - 1) : capacity);
        }
        return buffer.clear().limit(bytes);
    }

    /// Takes back what [#borrow] gave; the caller does not touch it again.
    public void giveBack(ByteBuffer buffer) {
        if (buffer.capacity() <= LARGEST_KEPT_BYTES) {
            boolean taken = kept.offer(buffer);
            assert taken || kept.size() > 0;
        }
    }
}
