package org.helenus.storage.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The bytes of one file of a [MemoryDisk]: as written, as synced, and the changes that lie between. Guarded by the disk.
final class MemoryFile {
    /// A change since the last sync. A truncation has no bytes.
    record Change(long order, long position, byte[] bytes, boolean truncates) {}

    private byte[] current = new byte[0];
    private int length;
    private byte[] synced = new byte[0];
    private int syncedLength;
    private final List<Change> unsynced = new ArrayList<>();

    static MemoryFile synced(byte[] bytes, int length) {
        var file = new MemoryFile();
        file.current = Arrays.copyOf(bytes, length);
        file.length = length;
        file.synced = file.current.clone();
        file.syncedLength = length;
        return file;
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return current;
    }

    int syncedLength() {
        return syncedLength;
    }

    byte[] syncedBytes() {
        return synced;
    }

    List<Change> unsynced() {
        return unsynced;
    }

    int read(long position, ByteBuffer into) {
        if (position >= length) {
            return 0;
        }
        int count = (int) Math.min(into.remaining(), length - position);
        into.put(current, (int) position, count);
        return count;
    }

    void write(long order, long position, byte[] bytes) {
        int end = Math.toIntExact(position + bytes.length);
        current = grown(current, end);
        System.arraycopy(bytes, 0, current, (int) position, bytes.length);
        length = Math.max(length, end);
        unsynced.add(new Change(order, position, bytes, false));
    }

    void truncate(long order, long size) {
        if (size < length) {
            Arrays.fill(current, (int) size, length, (byte) 0);
            length = (int) size;
            unsynced.add(new Change(order, size, new byte[0], true));
        }
    }

    void sync() {
        for (var change : unsynced) {
            if (change.truncates()) {
                if (change.position() < syncedLength) {
                    Arrays.fill(synced, (int) change.position(), syncedLength, (byte) 0);
                    syncedLength = (int) change.position();
                }
            } else {
                int end = (int) change.position() + change.bytes().length;
                synced = grown(synced, end);
                System.arraycopy(change.bytes(), 0, synced, (int) change.position(), change.bytes().length);
                syncedLength = Math.max(syncedLength, end);
            }
        }
        unsynced.clear();
    }

    /// After a failed sync: the pages are clean, readers still see them, the disk never will.
    void dropUnsynced() {
        unsynced.clear();
    }

    void flip(long bit) {
        int at = Math.toIntExact(bit / 8);
        byte mask = (byte) (1 << bit % 8);
        current[at] ^= mask;
        if (at < syncedLength) {
            synced[at] ^= mask;
        }
    }

    /// At least `end` bytes; what was beyond the old length is zero.
    static byte[] grown(byte[] bytes, int end) {
        return end <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(end, bytes.length * 3 / 2));
    }
}
