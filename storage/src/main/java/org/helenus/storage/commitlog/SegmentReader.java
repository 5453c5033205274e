package org.helenus.storage.commitlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.DiskFile;
import org.helenus.storage.disk.OpenMode;

/// Walks the records of one segment, through a window that is as large as its greatest record at most. For replay and
/// for tools; it changes nothing.
///
///     try (var reader = SegmentReader.open(disk, path, SegmentReader.newWindow())) {
///         while (reader.next()) use(reader.array(), reader.bodyOffset(), reader.bodyLength());
///         reader.end()  // why it stopped, and reader.offset() where
///     }
///
/// One thread. Makes no garbage for a record.
public final class SegmentReader implements AutoCloseable {
    private static final long MAX_SEGMENT_BYTES = 1L << 30;
    private static final int WINDOW_BYTES = 128 << 10;
    private static final byte[] ZEROS = new byte[4096];

    /// Why there are no more records.
    public enum End {
        /// The segment was ended in order; the next one goes on.
        SEALED,
        /// The log was closed in order.
        CLOSED,
        /// No whole record is at this place: nothing was written behind it, or it is torn or damaged.
        OPEN
    }

    private final DiskFile file;
    private final String path;
    private final int size;
    private final SegmentFormat.Header header;
    private final int seed;
    private final RecordParser parser = new RecordParser();

    /// The file's bytes from `windowStart` to `windowEnd`.
    private byte[] window;
    private int windowStart;
    private int windowEnd;

    private int offset = SegmentFormat.HEADER_BYTES;
    private int recordOffset;
    private int bodyOffset;
    private int known;
    private boolean any;
    private End end = End.OPEN;

    private SegmentReader(DiskFile file, int size, SegmentFormat.Header header, byte[] window) {
        this.file = file;
        this.path = file.path();
        this.size = size;
        this.header = header;
        this.window = window;
        seed = RecordFormat.seed(header.id());
    }

    /// Memory for readers, one after the other.
    public static byte[] newWindow() {
        return new byte[WINDOW_BYTES];
    }

    /// @param window used while the reader is
    /// @throws CorruptCommitLogException the header is not one
    public static SegmentReader open(Disk disk, String path, byte[] window) throws IOException {
        var file = disk.open(path, OpenMode.READ);
        try {
            long size = file.size();
            if (size > MAX_SEGMENT_BYTES) {
                throw new CorruptCommitLogException(path, 0, "no segment has " + size + " bytes");
            }
            var head = ByteBuffer.allocate(SegmentFormat.HEADER_BYTES);
            file.read(0, head);
            return new SegmentReader(file, (int) size, SegmentFormat.read(path, head.flip()), window);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    public SegmentFormat.Header header() {
        return header;
    }

    public String file() {
        return path;
    }

    /// Whether the file is shorter than its header says.
    boolean isCut() {
        return size < header.size();
    }

    /// Moves to the next mutation.
    public boolean next() throws IOException {
        while (nextRecord()) {
            if (parser.kind() == RecordFormat.Kind.MUTATION) {
                return true;
            }
        }
        return false;
    }

    /// Moves to the next record, also one that only says something of the log itself.
    public boolean nextRecord() throws IOException {
        if (end != End.OPEN || !isHeaderAt(offset)) {
            return false;
        }
        switch (parser.kind()) {
            case MUTATION -> {
                int whole = RecordFormat.HEADER_BYTES + parser.bodyLength() + 4;
                if (!has(offset, whole)) {
                    return false;
                }
                bodyOffset = offset - windowStart + RecordFormat.HEADER_BYTES;
                if (!parser.body(window, bodyOffset)) {
                    return false;
                }
            }
            case SYNCED -> {}
            case END -> end = End.SEALED;
            case CLOSED -> end = End.CLOSED;
        }
        known = Math.max(known, parser.known());
        any = true;
        recordOffset = offset;
        offset += parser.size();
        return true;
    }

    private boolean isHeaderAt(int place) throws IOException {
        return has(place, RecordFormat.HEADER_BYTES) && parser.header(window, place - windowStart, seed, place);
    }

    /// Brings bytes of the file into the window.
    ///
    /// @return false: the file ends before
    private boolean has(int from, int count) throws IOException {
        if (from >= windowStart && from + count <= windowEnd) {
            return true;
        }
        if (from + (long) count > size) {
            return false;
        }
        var target = count <= window.length ? window : new byte[count];
        int kept = from >= windowStart && from < windowEnd ? windowEnd - from : 0;
        System.arraycopy(window, kept == 0 ? 0 : from - windowStart, target, 0, kept);
        window = target;
        windowStart = from;
        int wanted = Math.min(window.length, size - from);
        windowEnd = from + kept;
        windowEnd += file.read(windowEnd, ByteBuffer.wrap(window, kept, wanted - kept));
        return windowEnd - from >= count;
    }

    /// Holds the record's body, until the next step.
    public byte[] array() {
        return window;
    }

    public int bodyOffset() {
        return bodyOffset;
    }

    public int bodyLength() {
        return parser.bodyLength();
    }

    /// What the record is, in one word: `mutation`, `synced`, `end`, `closed`.
    public String kind() {
        return parser.kind().word;
    }

    /// Where the record begins in the segment.
    public int recordOffset() {
        return recordOffset;
    }

    /// The offset below which all was on the disk when the record was written.
    public int knownSynced() {
        return parser.known();
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
    public record Behind(int known, boolean any, Optional<Integer> resume) {}

    /// Looks for records behind the place where [#next] stopped with [End#OPEN].
    public Behind behind() throws IOException {
        int greatest = known;
        Optional<Integer> resume = Optional.empty();
        for (int at = offset + RecordFormat.ALIGNMENT; has(at, RecordFormat.HEADER_BYTES); ) {
            if (isZero(at)) {
                at += ZEROS.length;
                continue;
            }
            if (parser.header(window, at - windowStart, seed, at)) {
                greatest = Math.max(greatest, parser.known());
                if (resume.isEmpty()) {
                    resume = Optional.of(at);
                }
            }
            at += RecordFormat.ALIGNMENT;
        }
        return new Behind(greatest, any || resume.isPresent(), resume);
    }

    /// Whether there is nothing at a place and far behind it, so that no record can begin there.
    private boolean isZero(int at) {
        int from = at - windowStart;
        return windowEnd - at >= ZEROS.length
                && window[from] == 0
                && Arrays.equals(window, from, from + ZEROS.length, ZEROS, 0, ZEROS.length);
    }

    /// Goes on at the first whole record behind the damage. For salvage and for tools.
    public void resumeAt(int place) {
        offset = place;
    }
}
