package org.helenus.query.select;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/// Paging states of answers that are lists: how many rows were given, of which version of the list.
public final class ListPages {
    private static final long FINGERPRINT = 0x4445_5343_5249_4245L;

    private final PagingState.Codec codec;

    /// @param secret at least 16 random bytes, the same after a restart
    public ListPages(byte[] secret) {
        codec = new PagingState.Codec(secret);
    }

    public byte[] encode(int given, UUID version) {
        byte[] bound = ByteBuffer.allocate(16)
                .putLong(version.getMostSignificantBits())
                .putLong(version.getLeastSignificantBits())
                .array();
        return codec.encode(new PagingState(given, bound, -1, 0), FINGERPRINT);
    }

    /// How many rows were given; empty: of another version of the list.
    ///
    /// @throws org.helenus.schema.error.ProtocolError when this node made no such state
    public Optional<Integer> decode(byte[] state, UUID version) {
        PagingState decoded = codec.decode(state, FINGERPRINT);
        var bound = ByteBuffer.wrap(decoded.bound());
        boolean same = bound.remaining() == 16
                && bound.getLong() == version.getMostSignificantBits()
                && bound.getLong() == version.getLeastSignificantBits();
        return same ? Optional.of(decoded.partitionIndex()) : Optional.empty();
    }
}
