package org.helenus.protocol.frame;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.ProtocolError;
import org.xerial.snappy.Snappy;

/// How bodies (versions 3 and 4) and segments (version 5) are compressed, as agreed at STARTUP.
///
/// A length that the other side claims is believed only within what its bytes could hold: an LZ4 block grows at most
/// 255-fold, a Snappy block at most 64-fold (a copy of 64 bytes takes 2 or 3). What was claimed must be produced,
/// exactly.
public enum Compression {
    NONE("none"),
    LZ4("lz4"),
    SNAPPY("snappy");

    private static final int LZ4_MAX_GROWTH = 255;
    private static final int SNAPPY_MAX_GROWTH = 64;

    private final String wireName;

    Compression(String wireName) {
        this.wireName = wireName;
    }

    /// As STARTUP and SUPPORTED spell it.
    public String wireName() {
        return wireName;
    }

    /// Empty: no such algorithm.
    public static Optional<Compression> of(String wireName) {
        return switch (wireName.toLowerCase(Locale.ROOT)) {
            case "lz4" -> Optional.of(LZ4);
            case "snappy" -> Optional.of(SNAPPY);
            default -> Optional.empty();
        };
    }

    /// Appends the compressed form of a body of versions 3 and 4: for LZ4 four bytes of length, then a block; for
    /// Snappy a block.
    void compressBody(byte[] body, int offset, int length, ByteWriter out) {
        switch (this) {
            case NONE -> out.bytes(body, offset, length);
            case LZ4 -> {
                out.i32(length);
                compressBlock(body, offset, length, out);
            }
            case SNAPPY -> {
                int start = out.length();
                byte[] target = new byte[Snappy.maxCompressedLength(length)];
                try {
                    out.bytes(target, 0, Snappy.compress(body, offset, length, target, 0));
                } catch (IOException e) {
                    out.truncate(start);
                    throw new IllegalStateException("snappy", e);
                }
            }
        }
    }

    /// @throws ProtocolError the bytes are no compressed body, or one larger than `maxBytes`
    byte[] decompressBody(byte[] array, int offset, int length, int maxBytes) {
        return switch (this) {
            case NONE -> throw new IllegalStateException("nothing to decompress");
            case LZ4 -> {
                if (length < 4) {
                    throw new ProtocolError("Compressed frame body of " + length + " bytes is too short");
                }
                int claimed = EnvelopeFormat.i32(array, offset);
                checkClaim(claimed, length - 4, LZ4_MAX_GROWTH, maxBytes);
                yield decompressBlock(array, offset + 4, length - 4, claimed);
            }
            case SNAPPY -> decompressSnappy(array, offset, length, maxBytes);
        };
    }

    /// Appends one LZ4 block without its length.
    static void compressBlock(byte[] array, int offset, int length, ByteWriter out) {
        var compressor = LZ4Factory.fastestInstance().fastCompressor();
        byte[] target = new byte[compressor.maxCompressedLength(length)];
        out.bytes(target, 0, compressor.compress(array, offset, length, target, 0, target.length));
    }

    /// Decompresses one LZ4 block whose claimed length is already within bounds.
    static byte[] decompressBlock(byte[] array, int offset, int length, int claimed) {
        byte[] body = new byte[claimed];
        if (claimed == 0 && length == 0) {
            return body;
        }
        int produced;
        try {
            produced =
                    LZ4Factory.fastestInstance().safeDecompressor().decompress(array, offset, length, body, 0, claimed);
        } catch (LZ4Exception e) {
            throw new ProtocolError("Compressed frame body is broken");
        }
        if (produced != claimed) {
            throw new ProtocolError("Compressed frame body holds " + produced + " bytes where it claims " + claimed);
        }
        return body;
    }

    static void checkClaim(int claimed, int length, int maxGrowth, int maxBytes) {
        if (claimed < 0 || claimed > maxBytes || claimed > (long) maxGrowth * length) {
            throw new ProtocolError("Compressed frame body of " + length + " bytes claims "
                    + Integer.toUnsignedString(claimed) + " bytes");
        }
    }

    /// What an LZ4 segment payload of `length` bytes may claim.
    static void checkBlockClaim(int claimed, int length, int maxBytes) {
        checkClaim(claimed, length, LZ4_MAX_GROWTH, maxBytes);
    }

    private static byte[] decompressSnappy(byte[] array, int offset, int length, int maxBytes) {
        try {
            int claimed = Snappy.uncompressedLength(array, offset, length);
            checkClaim(claimed, length, SNAPPY_MAX_GROWTH, maxBytes);
            byte[] body = new byte[claimed];
            if (!Snappy.isValidCompressedBuffer(array, offset, length)
                    || Snappy.uncompress(array, offset, length, body, 0) != claimed) {
                throw new ProtocolError("Compressed frame body is broken");
            }
            return body;
        } catch (IOException e) {
            throw new ProtocolError("Compressed frame body is broken");
        }
    }
}
