package org.helenus.storage.sstable;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.encoding.MalformedBytesException;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowWriter;
import org.helenus.storage.merge.Continuations;

/// Goes over a file block by block and tells the whole ones from the damaged ones; what is whole may be written anew.
/// A block whose checksum does not hold gives no row. Where that was the beginning of a large row, the rest of it is
/// given behind a row that says nothing. One thread; memory for one block.
final class Salvage {
    private static final byte[] NOTHING = {};

    private final SSTable table;
    private final List<CorruptSSTableException> damages = new ArrayList<>();
    private byte[] last = {};
    /// The last row's key, when it is continued.
    private byte[] continued = {};
    private long rows;

    Salvage(SSTable table) {
        this.table = table;
    }

    /// Takes the rows of the whole blocks.
    @FunctionalInterface
    interface RowTaker {
        void row(byte[] key, int keyLength, MemorySegment block, long offset, int length) throws IOException;
    }

    /// Reads all blocks.
    void run(RowTaker taker) throws IOException {
        var index = table.index();
        for (int i = 0; i < index.count(); i++) {
            try (var arena = Arena.ofConfined()) {
                rows += block(arena, i, taker);
            } catch (CorruptSSTableException e) {
                damages.add(e);
            }
        }
    }

    /// One for each damaged block, or row.
    List<CorruptSSTableException> damages() {
        return List.copyOf(damages);
    }

    /// Rows that were given out.
    long rows() {
        return rows;
    }

    private int block(Arena arena, int number, RowTaker taker) throws IOException {
        long offset = table.index().blockOffset(number);
        var frame = arena.allocate(table.index().storedBytes(number)).asByteBuffer();
        try {
            table.file().readFully(offset, frame);
        } catch (EOFException e) {
            throw new CorruptSSTableException(table.path(), offset, "the file ends in a block", e);
        }
        frame.flip();
        int length = StoredBlock.contentLength(
                table.path(),
                table.id(),
                offset,
                frame,
                true,
                table.statistics().largestBlockBytes());
        var content = arena.allocate(length);
        StoredBlock.unpack(table.path(), offset, frame, content, table.cache().scratch(), new TurnedBlock());
        return rows(content, offset, taker);
    }

    private int rows(MemorySegment content, long offset, RowTaker taker) throws IOException {
        var cursor = new BlockCursor();
        cursor.open(new Block(content, table.path(), offset));
        int count = 0;
        while (cursor.next()) {
            byte[] key = Arrays.copyOf(cursor.key(), cursor.keyLength());
            try {
                check(key, content, cursor.valueOffset(), cursor.valueLength());
            } catch (MalformedBytesException e) {
                damages.add(new CorruptSSTableException(table.path(), offset, e.getMessage(), e));
                continue;
            }
            byte first = content.get(ValueLayout.JAVA_BYTE, cursor.valueOffset());
            if (RowReader.isContinuation(first)) {
                int rowKeyLength =
                        Continuations.rowKeyLength(key.length, content, cursor.valueOffset(), cursor.valueLength());
                count += beginRow(key, rowKeyLength, taker);
            } else {
                continued = RowReader.isContinued(first) ? key : NOTHING;
                count++;
            }
            taker.row(key, key.length, content, cursor.valueOffset(), cursor.valueLength());
            last = key;
        }
        return count;
    }

    /// Gives the row that a further entry belongs to, if it was not.
    private int beginRow(byte[] key, int rowKeyLength, RowTaker taker) throws IOException {
        if (rowKeyLength == continued.length && Arrays.equals(continued, 0, rowKeyLength, key, 0, rowKeyLength)) {
            return 0;
        }
        continued = Arrays.copyOf(key, rowKeyLength);
        var out = new ByteWriter(16);
        var writer = new RowWriter();
        writer.reset(out);
        writer.continued();
        writer.finish();
        taker.row(continued, rowKeyLength, MemorySegment.ofArray(out.array()), 0, out.length());
        return 1;
    }

    private void check(byte[] key, MemorySegment content, long offset, int length) {
        RowKeyFormat.prefixLength(key, key.length);
        if (Arrays.compareUnsigned(last, key) >= 0) {
            throw new MalformedBytesException("keys out of order");
        }
        byte[] row = content.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
        RowReader.check(row, 0, row.length);
        if (RowReader.isContinuation(row[0]) && !RowReader.beginsWithElement(key, row)) {
            throw new MalformedBytesException("a further entry of a row that does not begin with its element");
        }
    }
}
