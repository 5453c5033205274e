package org.helenus.storage.sstable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Bytes that are appended outside the heap, for what grows with the size of a file. Big-endian. One thread.
final class NativeBuffer implements AutoCloseable {
    private Arena arena = Arena.ofShared();
    private MemorySegment memory = arena.allocate(4096);
    private long length;

    long length() {
        return length;
    }

    void i32(int value) {
        reserve(Integer.BYTES);
        memory.set(SSTableFormat.INT, length, value);
        length += Integer.BYTES;
    }

    void i64(long value) {
        reserve(Long.BYTES);
        memory.set(SSTableFormat.LONG, length, value);
        length += Long.BYTES;
    }

    void bytes(byte[] source, int offset, int count) {
        reserve(count);
        MemorySegment.copy(source, offset, memory, ValueLayout.JAVA_BYTE, length, count);
        length += count;
    }

    /// Copies all to `at` of `target`; where the next byte goes there.
    long copyTo(MemorySegment target, long at) {
        MemorySegment.copy(memory, 0, target, at, length);
        return at + length;
    }

    private void reserve(long more) {
        if (length + more > memory.byteSize()) {
            grow(length + more);
        }
    }

    private void grow(long least) {
        var larger = Arena.ofShared();
        var grown = larger.allocate(Math.max(least, 2 * memory.byteSize()));
        MemorySegment.copy(memory, 0, grown, 0, length);
        arena.close();
        arena = larger;
        memory = grown;
    }

    @Override
    public void close() {
        arena.close();
    }
}
