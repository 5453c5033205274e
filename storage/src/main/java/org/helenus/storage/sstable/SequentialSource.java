package org.helenus.storage.sstable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.merge.EntrySink;
import org.helenus.storage.merge.EntrySource;

/// A file's rows past the cache, see [SSTable#sequential].
record SequentialSource(SSTable table) implements EntrySource {
    /// One read. Large enough that a disk reads as fast as it can, small enough for many inputs of one merge.
    private static final int READ_BYTES = 256 << 10;

    @Override
    public EntryCursor scan(KeyRange range, boolean reversed, ReadMode mode) {
        if (reversed || !mode.mayBlock()) {
            throw new IllegalArgumentException("a sequential source goes forward and reads the disk");
        }
        return new Cursor(table, range);
    }

    @Override
    public boolean get(byte[] key, int keyLength, ReadMode mode, EntrySink into) throws IOException {
        return table.get(key, keyLength, mode, into);
    }

    @Override
    public DeletionList deletions() {
        return table.deletions();
    }

    @Override
    public long minTimestamp() {
        return table.minTimestamp();
    }

    @Override
    public long maxTimestamp() {
        return table.maxTimestamp();
    }

    /// Reads as many whole blocks at once as fit, unpacks them one after another.
    private static final class Cursor extends EntryCursor {
        private final SSTable table;
        private final KeyRange range;
        private final BlockCursor entries = new BlockCursor();
        private ByteBuffer stored = ByteBuffer.allocate(0);
        private ByteBuffer content = ByteBuffer.allocate(0);
        private MemorySegment contentMemory = MemorySegment.NULL;
        private MemorySegment block = MemorySegment.NULL;
        private int next;
        private int readTo;
        private long storedOffset;
        /// Whether the range ends in the current block, or before.
        private boolean isLast;

        Cursor(SSTable table, KeyRange range) {
            this.table = table;
            this.range = range;
            next = Math.max(0, table.index().find(range.start(), range.start().length));
            readTo = next;
        }

        @Override
        public boolean next() throws IOException {
            while (!entries.next()) {
                if (isLast || !openNext()) {
                    return end();
                }
            }
            standOn(entries.key(), entries.keyLength());
            standOnValue(block, entries.valueOffset(), entries.valueLength());
            return true;
        }

        private boolean openNext() throws IOException {
            boolean isFirst = block.equals(MemorySegment.NULL);
            var index = table.index();
            if (next >= index.count()) {
                return false;
            }
            if (next == readTo) {
                read();
            }
            long offset = index.blockOffset(next);
            var frame = stored.slice((int) (offset - storedOffset), index.storedBytes(next));
            int length = table.contentLength(offset, frame);
            if (content.capacity() < length) {
                giveBack(content);
                content = table.cache().scratch().borrow(length);
                contentMemory = MemorySegment.ofBuffer(content.clear());
            }
            block = contentMemory.asSlice(0, length);
            table.unpack(offset, frame, block);
            var opened = new Block(block, table.path(), offset);
            int from = isFirst ? opened.seek(range.start(), range.start().length) >>> 1 : 0;
            int to = opened.seek(range.end(), range.end().length) >>> 1;
            isLast = to < opened.count();
            entries.open(opened, from, to);
            next++;
            return true;
        }

        private void read() throws IOException {
            var index = table.index();
            storedOffset = index.blockOffset(next);
            readTo = next + 1;
            while (readTo < index.count() && index.blockOffset(readTo + 1) - storedOffset <= READ_BYTES) {
                readTo++;
            }
            int length = (int) (index.blockOffset(readTo) - storedOffset);
            if (stored.capacity() < length) {
                giveBack(stored);
                stored = table.cache().scratch().borrow(Math.max(length, READ_BYTES));
            }
            stored.clear().limit(length);
            table.file().readFully(storedOffset, stored);
            stored.flip();
        }

        private void giveBack(ByteBuffer buffer) {
            if (buffer.isDirect()) {
                table.cache().scratch().giveBack(buffer);
            }
        }

        private boolean end() {
            isLast = true;
            entries.close();
            giveBack(stored);
            giveBack(content);
            stored = ByteBuffer.allocate(0);
            content = ByteBuffer.allocate(0);
            contentMemory = MemorySegment.NULL;
            block = MemorySegment.NULL;
            return false;
        }

        @Override
        public void close() {
            end();
        }
    }
}
