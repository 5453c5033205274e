package org.helenus.protocol.frame;

import org.helenus.schema.bytes.ByteWriter;

/// Begins and ends envelopes whose bodies are written straight behind their heads. One thread.
///
/// Between [#begin] and [#end] the caller appends the body to the same `out`.
public final class EnvelopeWriter {
    /// Smaller bodies go uncompressed: the answer to a write is 4 bytes.
    private static final int MIN_COMPRESSED_BYTES = 128;

    private final ByteWriter compressed = new ByteWriter();

    /// Writes the head, its length still open, and returns where it begins.
    public int begin(ByteWriter out, int version, boolean response, int flags, int stream, Opcode opcode) {
        int start = out.length();
        out.u8(version | (response ? EnvelopeFormat.RESPONSE : 0));
        out.u8(ProtocolVersion.isBeta(version) ? flags | EnvelopeFormat.FLAG_BETA : flags);
        out.u16(stream);
        out.u8(opcode.code());
        out.i32(0);
        return start;
    }

    /// Compresses the body when that is agreed on, asked for and gains something, then settles length and flags.
    public void end(ByteWriter out, int start, Compression compression) {
        int bodyStart = start + EnvelopeFormat.HEADER_BYTES;
        int length = out.length() - bodyStart;
        if (compression != Compression.NONE && length >= MIN_COMPRESSED_BYTES) {
            compressed.reset();
            compression.compressBody(out.array(), bodyStart, length, compressed);
            if (compressed.length() < length) {
                out.truncate(bodyStart);
                out.bytes(compressed.array(), 0, compressed.length());
                length = compressed.length();
                out.array()[start + 1] |= EnvelopeFormat.FLAG_COMPRESSED;
            }
        }
        out.setI32(start + EnvelopeFormat.LENGTH_OFFSET, length);
    }

    /// Answers a client of versions 1 or 2 in the form it knows: an error with its message, in a head of 8 bytes.
    public static void oldError(ByteWriter out, int version, int stream, int code, String message) {
        int start = out.length();
        out.u8(version | EnvelopeFormat.RESPONSE);
        out.u8(0);
        out.u8(stream);
        out.u8(Opcode.ERROR.code());
        out.i32(0);
        out.i32(code);
        Notation.string(out, message);
        out.setI32(start + 4, out.length() - start - EnvelopeFormat.OLD_HEADER_BYTES);
    }
}
