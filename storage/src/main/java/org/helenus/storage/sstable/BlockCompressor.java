package org.helenus.storage.sstable;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.util.zip.Deflater;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.xerial.snappy.Snappy;

/// Compresses blocks for one writer. Not for several threads at once. The caller closes it.
sealed interface BlockCompressor extends AutoCloseable {
    /// The compressor that the options want.
    static BlockCompressor of(SSTableOptions options) {
        return switch (options.compression()) {
            case NONE -> new Noop();
            case LZ4 -> options.compressionLevel() == 0 ? Lz4.fast() : Lz4.high(options.compressionLevel());
            case ZSTD -> new Zstandard(options.compressionLevel());
            case SNAPPY -> new SnappyRaw();
            case DEFLATE -> new Deflate();
        };
    }

    BlockCodec codec();

    /// The longest result for `length` bytes.
    int bound(int length);

    /// Compresses the first `length` bytes of `content` into `into`, which holds at least [#bound]; the result's
    /// length.
    int compress(byte[] content, int length, byte[] into) throws IOException;

    @Override
    default void close() {}

    /// Stores blocks as they are.
    record Noop() implements BlockCompressor {
        @Override
        public BlockCodec codec() {
            return BlockCodec.NONE;
        }

        @Override
        public int bound(int length) {
            return length;
        }

        @Override
        public int compress(byte[] content, int length, byte[] into) {
            System.arraycopy(content, 0, into, 0, length);
            return length;
        }
    }

    /// LZ4, its fast or its high compressor.
    record Lz4(LZ4Compressor compressor) implements BlockCompressor {
        static Lz4 fast() {
            return new Lz4(LZ4Factory.fastestInstance().fastCompressor());
        }

        static Lz4 high(int level) {
            return new Lz4(LZ4Factory.fastestInstance().highCompressor(level));
        }

        @Override
        public BlockCodec codec() {
            return BlockCodec.LZ4;
        }

        @Override
        public int bound(int length) {
            return compressor.maxCompressedLength(length);
        }

        @Override
        public int compress(byte[] content, int length, byte[] into) {
            return compressor.compress(content, 0, length, into, 0, into.length);
        }
    }

    /// Zstandard at a level, −131072 … 22.
    record Zstandard(int level) implements BlockCompressor {
        @Override
        public BlockCodec codec() {
            return BlockCodec.ZSTD;
        }

        @Override
        public int bound(int length) {
            return Math.toIntExact(Zstd.compressBound(length));
        }

        @Override
        public int compress(byte[] content, int length, byte[] into) throws IOException {
            long made = Zstd.compressByteArray(into, 0, into.length, content, 0, length, level);
            if (Zstd.isError(made)) {
                throw new IOException("Zstd: " + Zstd.getErrorName(made));
            }
            return (int) made;
        }
    }

    /// Snappy, which has no levels.
    record SnappyRaw() implements BlockCompressor {
        @Override
        public BlockCodec codec() {
            return BlockCodec.SNAPPY;
        }

        @Override
        public int bound(int length) {
            return Snappy.maxCompressedLength(length);
        }

        @Override
        public int compress(byte[] content, int length, byte[] into) throws IOException {
            return Snappy.compress(content, 0, length, into, 0);
        }
    }

    /// Deflate as in zlib, at its default level.
    record Deflate(Deflater deflater) implements BlockCompressor {
        Deflate() {
            this(new Deflater());
        }

        @Override
        public BlockCodec codec() {
            return BlockCodec.DEFLATE;
        }

        @Override
        public int bound(int length) {
            return length + (length >>> 8) + 64;
        }

        @Override
        public int compress(byte[] content, int length, byte[] into) {
            deflater.reset();
            deflater.setInput(content, 0, length);
            deflater.finish();
            int made = 0;
            while (!deflater.finished()) {
                made += deflater.deflate(into, made, into.length - made);
                if (made == into.length && !deflater.finished()) {
                    return made; // no shorter than the content: the writer stores it as it is
                }
            }
            return made;
        }

        @Override
        public void close() {
            deflater.end();
        }
    }
}
