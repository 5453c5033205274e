package org.helenus.storage.commitlog;

import java.util.ArrayDeque;
import java.util.Collection;

/// Native buffers for a log: two of the usual size are kept for the next, what is needed beyond them, while the disk
/// is slow or for a large record, is given back to the system.
///
/// Threads: guarded by the log's lock.
final class LogBuffers {
    private static final int KEPT = 2;

    private final int usualBytes;
    private final ArrayDeque<LogBuffer> spare = new ArrayDeque<>();
    /// Of segments that were given up while a record was being filled.
    private final ArrayDeque<LogBuffer> abandoned = new ArrayDeque<>();
    private long bytes;

    LogBuffers(int usualBytes) {
        this.usualBytes = usualBytes;
    }

    /// A clean one that holds so many bytes.
    LogBuffer take(int needed) {
        if (needed <= usualBytes && !spare.isEmpty()) {
            return spare.poll();
        }
        var buffer = new LogBuffer(Math.max(needed, usualBytes));
        bytes += buffer.capacity();
        return buffer;
    }

    /// Takes one back that is written and finished.
    void giveBack(LogBuffer buffer) {
        if (buffer.capacity() == usualBytes && spare.size() < KEPT) {
            buffer.clean();
            spare.add(buffer);
        } else {
            free(buffer);
        }
        freeAbandoned();
    }

    /// Takes back closed ones in which a writer may still be filling a record: they are not used again.
    void abandon(Collection<LogBuffer> buffers) {
        abandoned.addAll(buffers);
        freeAbandoned();
    }

    private void freeAbandoned() {
        for (int i = abandoned.size(); i > 0; i--) {
            var left = abandoned.poll();
            if (left.isFinished()) {
                free(left);
            } else {
                abandoned.add(left);
            }
        }
    }

    private void free(LogBuffer buffer) {
        bytes -= buffer.capacity();
        buffer.free();
    }

    /// Native memory of all that are not given back.
    long bytes() {
        return bytes;
    }

    /// Gives back what nobody has taken.
    void close() {
        spare.forEach(LogBuffer::free);
        abandoned.forEach(LogBuffer::free);
    }
}
