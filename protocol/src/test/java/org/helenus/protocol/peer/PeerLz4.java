package org.helenus.protocol.peer;

import com.datastax.oss.protocol.internal.Compressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import net.jpountz.lz4.LZ4Factory;

/// LZ4 for the driver makers' codec, after the specification's text.
final class PeerLz4 implements Compressor<ByteBuf> {
    private final LZ4Factory lz4 = LZ4Factory.safeInstance();

    @Override
    public String algorithm() {
        return "lz4";
    }

    @Override
    public ByteBuf compress(ByteBuf uncompressed) {
        var length = Unpooled.buffer(4).writeInt(uncompressed.readableBytes());
        return Unpooled.wrappedBuffer(length, compressWithoutLength(uncompressed));
    }

    @Override
    public ByteBuf decompress(ByteBuf compressed) {
        int length = compressed.readInt();
        return decompressWithoutLength(compressed, length);
    }

    @Override
    public ByteBuf compressWithoutLength(ByteBuf uncompressed) {
        return Unpooled.wrappedBuffer(lz4.fastCompressor().compress(bytes(uncompressed)));
    }

    @Override
    public ByteBuf decompressWithoutLength(ByteBuf compressed, int uncompressedLength) {
        return Unpooled.wrappedBuffer(lz4.safeDecompressor().decompress(bytes(compressed), uncompressedLength));
    }

    private static byte[] bytes(ByteBuf source) {
        byte[] bytes = new byte[source.readableBytes()];
        source.readBytes(bytes);
        return bytes;
    }
}
