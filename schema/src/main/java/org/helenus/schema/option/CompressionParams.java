package org.helenus.schema.option;

/// How data blocks are compressed.
public record CompressionParams(Algorithm algorithm, int chunkLengthKb, int level) {
    public enum Algorithm {
        NONE,
        LZ4,
        SNAPPY,
        DEFLATE,
        ZSTD,
        NOOP
    }
}
