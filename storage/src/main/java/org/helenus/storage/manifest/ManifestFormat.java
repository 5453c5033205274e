package org.helenus.storage.manifest;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.zip.CRC32C;

/// A manifest file, `manifest-<sequence>` with the sequence in 16 hexadecimal digits; the highest counts. Integers are
/// big-endian.
///
///     offset  size  field
///          0     8  magic "HELNSMFT"
///          8     4  version, 2
///         12     4  length s of the snapshot's record
///         16    16  random id of the file, part of each record's checksum
///         32     8  sequence, as in the name
///         40     4  size of the file in bytes, zeros behind the last record
///         44     4  CRC-32C of bytes 0 … 43
///         48     s  a record with the whole state; whole since before the file had its name
///     48 + s        records of edits, each synced before the next is written
///                   a mark
///
/// A record:
///
///          0     4  length n of the body, at least 1
///          4     4  CRC-32C of id, the record's offset, and the length
///          8     4  the same carried on over the body
///         12     n  body: edits that count together (see EditCodec)
///
/// A mark says that all before it is on the disk:
///
///          0     4  −1
///          4     4  CRC-32C of id, the mark's offset, and the −1
///
/// It is written when a record is synced, and the next record takes its place. It reaches the disk with the next sync
/// or the orderly close; when only the process dies, the kernel brings it there. So the last record may be torn, then
/// it was never acknowledged, and what is not whole although a mark or a record lies behind it is damaged. A file that
/// is shorter than it was made is damaged, too, wherever it ends. One thing is left that cannot be told from a torn
/// record: damage to the very last one, when the power went before its mark came to the disk.
///
/// Version 1 has no marks, and its file ends behind the last record: in its header a CRC-32C of bytes 0 … 39 is at
/// offset 40, and then four zeros.
final class ManifestFormat {
    static final int HEADER_BYTES = 48;
    static final int RECORD_HEADER_BYTES = 12;
    static final int MARK_BYTES = 8;
    static final int VERSION = 2;
    static final int MAX_BODY_BYTES = 1 << 30;
    /// For edits behind the snapshot: as much as the snapshot takes, between these.
    static final int MIN_ROOM_BYTES = 64 << 10;
    static final int MAX_ROOM_BYTES = 16 << 20;
    static final int MAX_FILE_BYTES = HEADER_BYTES + RECORD_HEADER_BYTES + MAX_BODY_BYTES + MAX_ROOM_BYTES;
    static final String UNFINISHED_SUFFIX = ".new";
    private static final int WITHOUT_MARKS = 1;
    private static final int MARK = -1;
    private static final long MAGIC = 0x48454C4E_534D4654L;
    private static final String PREFIX = "manifest-";

    private ManifestFormat() {}

    /// @param size of the file when it was made; 0 in version 1, which does not tell
    record Header(UUID id, long sequence, int snapshotLength, int size) {
        /// Of a new file whose snapshot's record is so long.
        static Header withRoom(UUID id, long sequence, int snapshotLength) {
            int room = Math.clamp(snapshotLength, MIN_ROOM_BYTES, MAX_ROOM_BYTES);
            return new Header(id, sequence, snapshotLength, HEADER_BYTES + snapshotLength + room);
        }
    }

    static String name(long sequence) {
        return PREFIX + String.format("%016x", sequence);
    }

    /// The sequence in a manifest's name; empty for other files.
    static OptionalLong sequenceOf(String name) {
        if (name.length() != PREFIX.length() + 16 || !name.startsWith(PREFIX)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseUnsignedLong(name, PREFIX.length(), name.length(), 16));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    static void writeHeader(Header header, ByteBuffer out) {
        int start = out.position();
        out.putLong(MAGIC).putInt(VERSION).putInt(header.snapshotLength);
        out.putLong(header.id.getMostSignificantBits()).putLong(header.id.getLeastSignificantBits());
        out.putLong(header.sequence).putInt(header.size);
        out.putInt(checksum(out.slice(start, HEADER_BYTES - 4)));
    }

    static Header readHeader(String file, ByteBuffer in) throws CorruptManifestException {
        if (in.remaining() < HEADER_BYTES) {
            throw new CorruptManifestException(file, in.remaining(), "the header is cut off");
        }
        int start = in.position();
        long magic = in.getLong();
        int version = in.getInt();
        int snapshotLength = in.getInt();
        var id = new UUID(in.getLong(), in.getLong());
        long sequence = in.getLong();
        if (magic != MAGIC) {
            throw new CorruptManifestException(file, 0, "not a manifest");
        }
        int checked = version == WITHOUT_MARKS ? 40 : 44;
        if (in.getInt(start + checked) != checksum(in.slice(start, checked))) {
            throw new CorruptManifestException(file, checked, "the header's checksum is wrong");
        }
        if (version > VERSION || version < WITHOUT_MARKS) {
            throw new CorruptManifestException(file, 8, "format version " + version + " is not known");
        }
        return new Header(id, sequence, snapshotLength, version == WITHOUT_MARKS ? 0 : in.getInt());
    }

    static ByteBuffer mark(UUID id, int offset) {
        var out = ByteBuffer.allocateDirect(MARK_BYTES);
        return out.putInt(MARK)
                .putInt((int) checksum(id, offset, MARK).getValue())
                .flip();
    }

    static boolean isMark(UUID id, ByteBuffer in, int offset) {
        return in.limit() - offset >= MARK_BYTES
                && in.getInt(offset) == MARK
                && in.getInt(offset + 4) == (int) checksum(id, offset, MARK).getValue();
    }

    static ByteBuffer record(UUID id, int offset, byte[] body, int length) {
        var out = ByteBuffer.allocateDirect(RECORD_HEADER_BYTES + length);
        var crc = checksum(id, offset, length);
        out.putInt(length).putInt((int) crc.getValue());
        crc.update(body, 0, length);
        out.putInt((int) crc.getValue());
        return out.put(body, 0, length).flip();
    }

    /// The length of the body of a record at `offset`; −1 when there is no record's header.
    static int bodyLength(UUID id, ByteBuffer in, int offset) {
        if (in.limit() - offset < RECORD_HEADER_BYTES) {
            return -1;
        }
        int length = in.getInt(offset);
        boolean plausible = length > 0 && length <= MAX_BODY_BYTES;
        return plausible
                        && in.getInt(offset + 4)
                                == (int) checksum(id, offset, length).getValue()
                ? length
                : -1;
    }

    static boolean bodyIsWhole(UUID id, ByteBuffer in, int offset, int length) {
        if (in.limit() - offset - RECORD_HEADER_BYTES < length) {
            return false;
        }
        var crc = checksum(id, offset, length);
        crc.update(in.slice(offset + RECORD_HEADER_BYTES, length));
        return in.getInt(offset + 8) == (int) crc.getValue();
    }

    private static int checksum(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static CRC32C checksum(UUID id, int offset, int length) {
        var crc = new CRC32C();
        var head = ByteBuffer.allocate(24);
        head.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        crc.update(head.putInt(offset).putInt(length).flip());
        return crc;
    }
}
