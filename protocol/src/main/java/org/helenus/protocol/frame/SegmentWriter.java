package org.helenus.protocol.frame;

import java.util.zip.CRC32;
import org.helenus.schema.bytes.ByteWriter;

/// Packs whole envelopes into segments, as [SegmentFormat] draws them: as many as fit into one self-contained segment,
/// a larger one alone into several. One thread.
public final class SegmentWriter {
    private final CRC32 crc32 = new CRC32();
    private final ByteWriter compressed = new ByteWriter();

    /// Appends the segments for `length` bytes of complete envelopes.
    public void write(byte[] envelopes, int offset, int length, Compression compression, ByteWriter out) {
        int end = offset + length;
        int from = offset;
        while (from < end) {
            int upTo = from;
            while (upTo < end && upTo + envelopeBytes(envelopes, upTo) - from <= SegmentFormat.MAX_PAYLOAD_BYTES) {
                upTo += envelopeBytes(envelopes, upTo);
            }
            if (upTo > from) {
                segment(envelopes, from, upTo - from, true, compression, out);
            } else {
                upTo = from + envelopeBytes(envelopes, from);
                for (int at = from; at < upTo; at += SegmentFormat.MAX_PAYLOAD_BYTES) {
                    int part = Math.min(SegmentFormat.MAX_PAYLOAD_BYTES, upTo - at);
                    segment(envelopes, at, part, false, compression, out);
                }
            }
            from = upTo;
        }
    }

    private static int envelopeBytes(byte[] envelopes, int at) {
        return EnvelopeFormat.HEADER_BYTES + EnvelopeFormat.i32(envelopes, at + EnvelopeFormat.LENGTH_OFFSET);
    }

    private void segment(
            byte[] payload, int offset, int length, boolean selfContained, Compression compression, ByteWriter out) {
        if (compression == Compression.NONE) {
            long header = length | (selfContained ? 1L << SegmentFormat.PLAIN_SELF_CONTAINED_BIT : 0);
            head(header, SegmentFormat.PLAIN_HEADER_BYTES, out);
            payload(payload, offset, length, out);
            return;
        }
        compressed.reset();
        Compression.compressBlock(payload, offset, length, compressed);
        boolean smaller = compressed.length() < length;
        long sent = smaller ? compressed.length() : length;
        long header = sent
                | (smaller ? (long) length << 17 : 0)
                | (selfContained ? 1L << SegmentFormat.LZ4_SELF_CONTAINED_BIT : 0);
        head(header, SegmentFormat.LZ4_HEADER_BYTES, out);
        if (smaller) {
            payload(compressed.array(), 0, compressed.length(), out);
        } else {
            payload(payload, offset, length, out);
        }
    }

    private static void head(long header, int headerBytes, ByteWriter out) {
        littleEndian(header, headerBytes, out);
        littleEndian(Crc24.of(header, headerBytes), SegmentFormat.CRC24_BYTES, out);
    }

    private void payload(byte[] array, int offset, int length, ByteWriter out) {
        out.bytes(array, offset, length);
        littleEndian(SegmentFormat.crc32(crc32, array, offset, length), SegmentFormat.CRC32_BYTES, out);
    }

    private static void littleEndian(long value, int count, ByteWriter out) {
        for (int i = 0; i < count; i++) {
            out.u8((int) (value >>> 8 * i) & 0xff);
        }
    }
}
