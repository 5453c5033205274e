package org.helenus.storage.sstable;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.xerial.snappy.Snappy;

/// How a block's content is stored. The codes are on disk and never change. Every block names its own codec, so a
/// table whose options change needs no rewriting, and a block that would not shrink is stored as it is.
public enum BlockCodec {
    NONE(0),
    LZ4(1),
    ZSTD(2),
    SNAPPY(3),
    DEFLATE(4);

    private final int code;

    BlockCodec(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static boolean isKnown(int code) {
        return code >= 0 && code <= DEFLATE.code;
    }

    static BlockCodec of(int code) {
        return switch (code) {
            case 0 -> NONE;
            case 1 -> LZ4;
            case 2 -> ZSTD;
            case 3 -> SNAPPY;
            case 4 -> DEFLATE;
            default -> throw new IllegalArgumentException("codec " + code);
        };
    }

    /// Decompresses `stored` into `content`, both direct and from position to limit, and fills it exactly. Never
    /// writes beyond either, whatever the bytes say.
    ///
    /// @throws BadContentException the bytes are not what this codec made of content of this length
    void decompress(ByteBuffer stored, ByteBuffer content) throws BadContentException {
        int wanted = content.remaining();
        int made = switch (this) {
            case NONE -> copy(stored, content);
            case LZ4 -> lz4(stored, content);
            case ZSTD -> zstd(stored, content);
            case SNAPPY -> snappy(stored, content);
            case DEFLATE -> inflate(stored, content);
        };
        if (made != wanted) {
            throw new BadContentException(this + " gave " + made + " bytes where " + wanted + " were announced", null);
        }
    }

    private static int copy(ByteBuffer stored, ByteBuffer content) {
        if (stored.remaining() == content.remaining()) {
            content.duplicate().put(stored.duplicate());
        }
        return stored.remaining();
    }

    private static int lz4(ByteBuffer stored, ByteBuffer content) throws BadContentException {
        try {
            return LZ4Factory.fastestInstance()
                    .safeDecompressor()
                    .decompress(
                            stored,
                            stored.position(),
                            stored.remaining(),
                            content,
                            content.position(),
                            content.remaining());
        } catch (LZ4Exception e) {
            throw new BadContentException("LZ4: " + e.getMessage(), e);
        }
    }

    private static int zstd(ByteBuffer stored, ByteBuffer content) throws BadContentException {
        try {
            long made = Zstd.decompressDirectByteBuffer(
                    content, content.position(), content.remaining(), stored, stored.position(), stored.remaining());
            if (Zstd.isError(made)) {
                throw new BadContentException("Zstd: " + Zstd.getErrorName(made), null);
            }
            return (int) made;
        } catch (ZstdException e) {
            throw new BadContentException("Zstd: " + e.getMessage(), e);
        }
    }

    private static int snappy(ByteBuffer stored, ByteBuffer content) throws BadContentException {
        try {
            int length = Snappy.uncompressedLength(stored.duplicate());
            if (length != content.remaining()) {
                return length;
            }
            return Snappy.uncompress(stored.duplicate(), content.duplicate());
        } catch (IOException e) {
            throw new BadContentException("Snappy: " + e.getMessage(), e);
        }
    }

    private static int inflate(ByteBuffer stored, ByteBuffer content) throws BadContentException {
        try (var inflater = new Inflater()) {
            inflater.setInput(stored.duplicate());
            int made = inflater.inflate(content.duplicate());
            return inflater.finished() || made < content.remaining() ? made : made + inflater.getRemaining() + 1;
        } catch (DataFormatException e) {
            throw new BadContentException("Deflate: " + e.getMessage(), e);
        }
    }

    /// The stored bytes do not decompress.
    static final class BadContentException extends Exception {
        BadContentException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
