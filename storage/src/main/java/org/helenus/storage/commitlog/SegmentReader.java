package org.helenus.storage.commitlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.OpenMode;

/// Reads one segment, whole, into memory, and walks its records. For replay and for tools.
///
///     var reader = SegmentReader.open(disk, path);
///     while (reader.next()) use(reader.array(), reader.bodyOffset(), reader.bodyLength());
///     reader.end()  // why it stopped, and where
///
/// One thread.
public final class SegmentReader {
    private static final long MAX_SEGMENT_BYTES = 1L << 30;

    /// Why there are no more records.
    public enum End {
        /// The segment was ended in order; the next one goes on.
        SEALED,
        /// The log was closed in order.
        CLOSED,
        /// No whole record is at this place: nothing was written behind it, or it is torn or damaged.
        OPEN
    }

    private final String file;
    private final SegmentFormat.Header header;
    private final byte[] bytes;
    private final int seed;
    private int offset = SegmentFormat.HEADER_BYTES;
    private int known;
    private boolean any;
    private End end = End.OPEN;
    private int bodyOffset;
    private int bodyLength;

    private SegmentReader(String file, SegmentFormat.Header header, byte[] bytes) {
        this.file = file;
        this.header = header;
        this.bytes = bytes;
        seed = RecordFormat.seed(header.id());
    }

    /// @throws CorruptCommitLogException the header is not one
    public static SegmentReader open(Disk disk, String path) throws IOException {
        try (var file = disk.open(path, OpenMode.READ)) {
            long size = file.size();
            if (size > MAX_SEGMENT_BYTES) {
                throw new CorruptCommitLogException(path, 0, "no segment has " + size + " bytes");
            }
            var bytes = new byte[(int) size];
            file.readFully(0, ByteBuffer.wrap(bytes));
            var header = SegmentFormat.read(path, ByteBuffer.wrap(bytes));
            return new SegmentReader(path, header, bytes);
        }
    }

    public SegmentFormat.Header header() {
        return header;
    }

    public String file() {
        return file;
    }

    /// Moves to the next mutation.
    public boolean next() {
        while (end == End.OPEN) {
            var found = RecordFormat.parseHeader(bytes, offset, bytes.length, seed, offset);
            if (found.isEmpty()) {
                return false;
            }
            var record = found.get();
            switch (record.kind()) {
                case MUTATION -> {
                    if (!RecordFormat.bodyIsWhole(bytes, bytes.length, record, seed, offset)) {
                        return false;
                    }
                    accept(record);
                    bodyOffset = record.bodyOffset();
                    bodyLength = record.bodyLength();
                    return true;
                }
                case SYNCED -> accept(record);
                case END -> {
                    end = End.SEALED;
                    accept(record);
                }
                case CLOSED -> {
                    end = End.CLOSED;
                    accept(record);
                }
            }
        }
        return false;
    }

    private void accept(RecordFormat.Parsed record) {
        known = Math.max(known, record.known());
        any = true;
        offset += record.size();
    }

    /// Holds the record's body; the same array for all records.
    public byte[] array() {
        return bytes;
    }

    public int bodyOffset() {
        return bodyOffset;
    }

    public int bodyLength() {
        return bodyLength;
    }

    /// Behind the last record that was read.
    public int offset() {
        return offset;
    }

    /// The position of the last record that was read.
    public long position() {
        return LogPosition.of(header.sequence(), offset);
    }

    public End end() {
        return end;
    }

    /// What lies behind the place where the walk stopped.
    ///
    /// @param known the greatest offset that any record here, before or behind, knows synced
    /// @param any whether there is a whole record header anywhere
    /// @param resume where the first whole record behind the place begins
    record Behind(int known, boolean any, Optional<Integer> resume) {}

    /// Looks for records behind the place where [#next] stopped with [End#OPEN].
    Behind behind() {
        int greatest = known;
        Optional<Integer> resume = Optional.empty();
        for (int at = offset + RecordFormat.ALIGNMENT; at + RecordFormat.HEADER_BYTES <= bytes.length; ) {
            var found = RecordFormat.parseHeader(bytes, at, bytes.length, seed, at);
            if (found.isPresent()) {
                greatest = Math.max(greatest, found.get().known());
                if (resume.isEmpty()) {
                    resume = Optional.of(at);
                }
            }
            at += RecordFormat.ALIGNMENT;
        }
        return new Behind(greatest, any || resume.isPresent(), resume);
    }

    /// Goes on at the first whole record behind the damage. For salvage.
    void resumeAt(int place) {
        offset = place;
    }
}
