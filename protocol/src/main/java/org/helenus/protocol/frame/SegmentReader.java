package org.helenus.protocol.frame;

import java.util.zip.CRC32;
import org.helenus.schema.error.ProtocolError;

/// Takes segments, as [SegmentFormat] draws them, off received bytes. A stored payload is a slice of those bytes. One
/// thread.
final class SegmentReader {
    private final CRC32 crc32 = new CRC32();
    private byte[] array = {};
    private int offset;
    private int length;
    private boolean selfContained;

    /// Moves to the next segment. False: it takes more bytes.
    ///
    /// @throws ProtocolError a checksum or length is wrong; nothing that follows can be trusted
    boolean next(ByteQueue raw, Compression compression) {
        int headerBytes = SegmentFormat.headerBytes(compression);
        int head = headerBytes + SegmentFormat.CRC24_BYTES;
        if (raw.remaining() < head) {
            return false;
        }
        byte[] source = raw.array();
        int at = raw.position();
        long header = SegmentFormat.littleEndian(source, at, headerBytes);
        int crc24 = (int) SegmentFormat.littleEndian(source, at + headerBytes, SegmentFormat.CRC24_BYTES);
        if (crc24 != Crc24.of(header, headerBytes)) {
            throw new ProtocolError("CRC mismatch on the header of a segment");
        }
        int sentBytes = (int) header & SegmentFormat.MAX_PAYLOAD_BYTES;
        if (raw.remaining() < head + sentBytes + SegmentFormat.CRC32_BYTES) {
            return false;
        }
        int payloadAt = at + head;
        int crc = (int) SegmentFormat.littleEndian(source, payloadAt + sentBytes, SegmentFormat.CRC32_BYTES);
        if (crc != SegmentFormat.crc32(crc32, source, payloadAt, sentBytes)) {
            throw new ProtocolError("CRC mismatch on the payload of a segment");
        }
        raw.skip(head + sentBytes + SegmentFormat.CRC32_BYTES);
        if (compression == Compression.NONE) {
            selfContained = (header >>> SegmentFormat.PLAIN_SELF_CONTAINED_BIT & 1) != 0;
            keep(source, payloadAt, sentBytes);
            return true;
        }
        selfContained = (header >>> SegmentFormat.LZ4_SELF_CONTAINED_BIT & 1) != 0;
        int claimed = (int) (header >>> 17) & SegmentFormat.MAX_PAYLOAD_BYTES;
        if (claimed == 0) {
            keep(source, payloadAt, sentBytes);
        } else {
            Compression.checkBlockClaim(claimed, sentBytes, SegmentFormat.MAX_PAYLOAD_BYTES);
            keep(Compression.decompressBlock(source, payloadAt, sentBytes, claimed), 0, claimed);
        }
        return true;
    }

    byte[] array() {
        return array;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    boolean isSelfContained() {
        return selfContained;
    }

    private void keep(byte[] bytes, int from, int count) {
        array = bytes;
        offset = from;
        length = count;
    }
}
