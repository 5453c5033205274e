package org.helenus.storage.commitlog;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.zip.CRC32C;

/// A segment file, `commitlog-<sequence>.log` with the sequence in 16 hexadecimal digits. Integers are big-endian.
///
///     offset  size  field
///          0     8  magic "HELNSLOG"
///          8     4  version, 1
///         12     4  size of the file in bytes, zeros behind the last record
///         16    16  random id of the segment, part of each record's checksum
///         32     8  sequence, as in the name
///         40     4  CRC-32C of bytes 0 … 39
///         44     4  zero
///         48        records (see RecordFormat)
///
/// A segment is made under the name `….new`, filled, synced, then renamed: under its own name the header is always
/// whole.
public final class SegmentFormat {
    /// Where the first record begins.
    public static final int HEADER_BYTES = 48;

    static final int VERSION = 1;
    private static final long MAGIC = 0x48454C4E_534C4F47L;
    private static final int CHECKED_BYTES = 40;
    private static final String PREFIX = "commitlog-";
    private static final String SUFFIX = ".log";
    static final String UNFINISHED_SUFFIX = ".new";

    private SegmentFormat() {}

    /// What a header says.
    public record Header(UUID id, long sequence, int size) {}

    static String name(long sequence) {
        return PREFIX + String.format("%016x", sequence) + SUFFIX;
    }

    /// The sequence in a segment's file name; empty for other files.
    public static OptionalLong sequenceOf(String name) {
        if (name.length() != PREFIX.length() + 16 + SUFFIX.length()
                || !name.startsWith(PREFIX)
                || !name.endsWith(SUFFIX)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseUnsignedLong(name, PREFIX.length(), PREFIX.length() + 16, 16));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    static void write(Header header, ByteBuffer out) {
        int start = out.position();
        out.putLong(MAGIC).putInt(VERSION).putInt(header.size);
        out.putLong(header.id.getMostSignificantBits()).putLong(header.id.getLeastSignificantBits());
        out.putLong(header.sequence);
        out.putInt(checksum(out.slice(start, CHECKED_BYTES))).putInt(0);
    }

    /// @param file the file's name, for the errors
    static Header read(String file, ByteBuffer in) throws CorruptCommitLogException {
        if (in.remaining() < HEADER_BYTES) {
            throw new CorruptCommitLogException(file, in.remaining(), "the header is cut off");
        }
        int start = in.position();
        long magic = in.getLong();
        int version = in.getInt();
        int size = in.getInt();
        var id = new UUID(in.getLong(), in.getLong());
        long sequence = in.getLong();
        if (magic != MAGIC) {
            throw new CorruptCommitLogException(file, 0, "not a commit log segment");
        }
        if (in.getInt() != checksum(in.slice(start, CHECKED_BYTES))) {
            throw new CorruptCommitLogException(file, CHECKED_BYTES, "the header's checksum is wrong");
        }
        if (version != VERSION) {
            throw new CorruptCommitLogException(file, 8, "format version " + version + " is not known");
        }
        in.position(start + HEADER_BYTES);
        return new Header(id, sequence, size);
    }

    private static int checksum(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
