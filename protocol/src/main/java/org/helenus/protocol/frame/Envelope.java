package org.helenus.protocol.frame;

import org.helenus.schema.error.ProtocolError;

/// One message as it came: the fields of its head, and its body as a slice of received bytes.
/// Nobody writes to those bytes again, so the slice stays valid for as long as it is kept.
public record Envelope(
        int version, boolean response, int flags, int stream, int opcode, byte[] array, int offset, int length) {

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// The body, decompressed when the frame says so. Version 5 compresses segments, never single envelopes.
    ///
    /// @param maxBytes what a decompressed body may at most measure
    public BodyReader body(Compression compression, int maxBytes) {
        if (!has(EnvelopeFormat.FLAG_COMPRESSED) || version >= ProtocolVersion.V5) {
            return new BodyReader(array, offset, length);
        }
        if (compression == Compression.NONE) {
            throw new ProtocolError("Received a compressed frame, but no compression was agreed on at STARTUP");
        }
        byte[] body = compression.decompressBody(array, offset, length, maxBytes);
        return new BodyReader(body, 0, body.length);
    }
}
