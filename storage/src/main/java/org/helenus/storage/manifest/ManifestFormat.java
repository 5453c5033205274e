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
///          8     4  version, 1
///         12     4  length s of the snapshot's record
///         16    16  random id of the file, part of each record's checksum
///         32     8  sequence, as in the name
///         40     4  CRC-32C of bytes 0 … 39
///         44     4  zero
///         48     s  a record with the whole state; whole since before the file had its name
///     48 + s        records of edits, each synced before the next is written
///
/// A record:
///
///          0     4  length n of the body, at least 1
///          4     4  CRC-32C of id, the record's offset, and the length
///          8     4  the same carried on over the body
///         12     n  body: edits that count together (see EditCodec)
///
/// Only the last record may be torn: then it was never acknowledged.
final class ManifestFormat {
    static final int HEADER_BYTES = 48;
    static final int RECORD_HEADER_BYTES = 12;
    static final int VERSION = 1;
    static final int MAX_BODY_BYTES = 1 << 30;
    static final String UNFINISHED_SUFFIX = ".new";
    private static final long MAGIC = 0x48454C4E_534D4654L;
    private static final int CHECKED_BYTES = 40;
    private static final String PREFIX = "manifest-";

    private ManifestFormat() {}

    record Header(UUID id, long sequence, int snapshotLength) {}

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
        out.putLong(header.sequence);
        var crc = new CRC32C();
        crc.update(out.slice(start, CHECKED_BYTES));
        out.putInt((int) crc.getValue()).putInt(0);
    }

    static Header readHeader(String file, ByteBuffer in) throws CorruptManifestException {
        if (in.remaining() < HEADER_BYTES) {
            throw new CorruptManifestException(file, in.remaining(), "the header is cut off");
        }
        var crc = new CRC32C();
        crc.update(in.slice(in.position(), CHECKED_BYTES));
        long magic = in.getLong();
        int version = in.getInt();
        int snapshotLength = in.getInt();
        var id = new UUID(in.getLong(), in.getLong());
        long sequence = in.getLong();
        if (magic != MAGIC) {
            throw new CorruptManifestException(file, 0, "not a manifest");
        }
        if (in.getInt() != (int) crc.getValue()) {
            throw new CorruptManifestException(file, CHECKED_BYTES, "the header's checksum is wrong");
        }
        if (version != VERSION) {
            throw new CorruptManifestException(file, 8, "format version " + version + " is not known");
        }
        in.getInt();
        return new Header(id, sequence, snapshotLength);
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

    private static CRC32C checksum(UUID id, int offset, int length) {
        var crc = new CRC32C();
        var head = ByteBuffer.allocate(24);
        head.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        crc.update(head.putInt(offset).putInt(length).flip());
        return crc;
    }
}
