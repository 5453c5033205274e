package org.helenus.storage.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The bytes of one file of a [MemoryDisk]: as written, as synced, and the changes that lie between. Guarded by the
/// disk. Zeros at the end of a file take no memory.
final class MemoryFile {
    /// A change since the last sync.
    sealed interface Change {
        long order();
    }

    record Write(long order, int position, byte[] bytes) implements Change {}

    /// Zeros from the end of the file up to a size.
    record Extend(long order, int size) implements Change {}

    record Truncate(long order, int size) implements Change {}

    /// What a file holds: `bytes`, then zeros up to `length`. Beyond `length` all bytes are zero.
    static final class Image {
        private byte[] bytes = new byte[0];
        private int length;

        static Image copyOf(Image other) {
            var copy = new Image();
            copy.bytes = other.bytes.clone();
            copy.length = other.length;
            return copy;
        }

        int length() {
            return length;
        }

        void write(int position, byte[] source, int from, int count) {
            reserve(position + count);
            System.arraycopy(source, from, bytes, position, count);
            length = Math.max(length, position + count);
        }

        void extend(int size) {
            length = Math.max(length, size);
        }

        void truncate(int size) {
            if (size < length) {
                if (size < bytes.length) {
                    Arrays.fill(bytes, size, bytes.length, (byte) 0);
                }
                length = size;
            }
        }

        int read(long position, ByteBuffer into) {
            if (position >= length) {
                return 0;
            }
            int at = (int) position;
            int count = Math.min(into.remaining(), length - at);
            int there = Math.clamp((long) bytes.length - at, 0, count);
            if (there > 0) {
                into.put(bytes, at, there);
            }
            for (int i = there; i < count; i++) {
                into.put((byte) 0);
            }
            return count;
        }

        void flip(int at, int mask) {
            reserve(at + 1);
            bytes[at] ^= (byte) mask;
        }

        private void reserve(int end) {
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 3 / 2));
            }
        }
    }

    private final Image current;
    private final Image synced;
    private final List<Change> unsynced = new ArrayList<>();

    MemoryFile() {
        this(new Image());
    }

    /// @param synced of which a copy is what is written, too
    private MemoryFile(Image synced) {
        this.synced = synced;
        current = Image.copyOf(synced);
    }

    static MemoryFile synced(Image image) {
        return new MemoryFile(image);
    }

    int length() {
        return current.length();
    }

    Image currentImage() {
        return current;
    }

    Image syncedImage() {
        return synced;
    }

    List<Change> unsynced() {
        return unsynced;
    }

    int read(long position, ByteBuffer into) {
        return current.read(position, into);
    }

    void write(long order, long position, byte[] bytes) {
        change(new Write(order, Math.toIntExact(position), bytes));
    }

    void extend(long order, long size) {
        if (size > current.length()) {
            change(new Extend(order, Math.toIntExact(size)));
        }
    }

    void truncate(long order, long size) {
        if (size < current.length()) {
            change(new Truncate(order, (int) size));
        }
    }

    private void change(Change change) {
        apply(change, current);
        unsynced.add(change);
    }

    static void apply(Change change, Image image) {
        switch (change) {
            case Write write -> image.write(write.position, write.bytes, 0, write.bytes.length);
            case Extend extend -> image.extend(extend.size);
            case Truncate truncate -> image.truncate(truncate.size);
        }
    }

    void sync() {
        unsynced.forEach(change -> apply(change, synced));
        unsynced.clear();
    }

    /// After a failed sync: the pages are clean, readers still see them, the disk never will.
    void dropUnsynced() {
        unsynced.clear();
    }

    void flip(long bit) {
        int at = Math.toIntExact(bit / 8);
        current.flip(at, 1 << bit % 8);
        if (at < synced.length()) {
            synced.flip(at, 1 << bit % 8);
        }
    }
}
