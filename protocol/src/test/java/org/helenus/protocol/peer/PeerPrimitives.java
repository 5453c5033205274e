package org.helenus.protocol.peer;

import com.datastax.oss.protocol.internal.PrimitiveCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// What the driver makers' codec needs to read and write its primitives in Netty's buffers.
final class PeerPrimitives implements PrimitiveCodec<ByteBuf> {
    @Override
    public ByteBuf allocate(int size) {
        return Unpooled.buffer(size);
    }

    @Override
    public void release(ByteBuf buffer) {
        buffer.release();
    }

    @Override
    public int sizeOf(ByteBuf buffer) {
        return buffer.readableBytes();
    }

    @Override
    public ByteBuf concat(ByteBuf left, ByteBuf right) {
        return Unpooled.wrappedBuffer(left, right);
    }

    @Override
    public void markReaderIndex(ByteBuf source) {
        source.markReaderIndex();
    }

    @Override
    public void resetReaderIndex(ByteBuf source) {
        source.resetReaderIndex();
    }

    @Override
    public byte readByte(ByteBuf source) {
        return source.readByte();
    }

    @Override
    public int readInt(ByteBuf source) {
        return source.readInt();
    }

    @Override
    public int readInt(ByteBuf source, int offset) {
        return source.getInt(source.readerIndex() + offset);
    }

    @Override
    public InetAddress readInetAddr(ByteBuf source) {
        byte[] address = new byte[source.readByte()];
        source.readBytes(address);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public long readLong(ByteBuf source) {
        return source.readLong();
    }

    @Override
    public int readUnsignedShort(ByteBuf source) {
        return source.readUnsignedShort();
    }

    @Override
    public ByteBuffer readBytes(ByteBuf source) {
        int length = source.readInt();
        return length < 0 ? null : ByteBuffer.wrap(bytes(source, length));
    }

    @Override
    public byte[] readShortBytes(ByteBuf source) {
        return bytes(source, source.readUnsignedShort());
    }

    @Override
    public String readString(ByteBuf source) {
        return new String(bytes(source, source.readUnsignedShort()), StandardCharsets.UTF_8);
    }

    @Override
    public String readLongString(ByteBuf source) {
        return new String(bytes(source, source.readInt()), StandardCharsets.UTF_8);
    }

    @Override
    public ByteBuf readRetainedSlice(ByteBuf source, int length) {
        return source.readRetainedSlice(length);
    }

    @Override
    public void updateCrc(ByteBuf source, CRC32 crc) {
        crc.update(source.nioBuffer());
    }

    @Override
    public void writeByte(byte value, ByteBuf target) {
        target.writeByte(value);
    }

    @Override
    public void writeInt(int value, ByteBuf target) {
        target.writeInt(value);
    }

    @Override
    public void writeInetAddr(InetAddress value, ByteBuf target) {
        target.writeByte(value.getAddress().length).writeBytes(value.getAddress());
    }

    @Override
    public void writeLong(long value, ByteBuf target) {
        target.writeLong(value);
    }

    @Override
    public void writeUnsignedShort(int value, ByteBuf target) {
        target.writeShort(value);
    }

    @Override
    public void writeString(String value, ByteBuf target) {
        writeShortBytes(value.getBytes(StandardCharsets.UTF_8), target);
    }

    @Override
    public void writeLongString(String value, ByteBuf target) {
        writeBytes(value.getBytes(StandardCharsets.UTF_8), target);
    }

    @Override
    public void writeBytes(ByteBuffer value, ByteBuf target) {
        if (value == null) {
            target.writeInt(-1);
        } else {
            target.writeInt(value.remaining()).writeBytes(value.duplicate());
        }
    }

    @Override
    public void writeBytes(byte[] value, ByteBuf target) {
        target.writeInt(value.length).writeBytes(value);
    }

    @Override
    public void writeShortBytes(byte[] value, ByteBuf target) {
        target.writeShort(value.length).writeBytes(value);
    }

    private static byte[] bytes(ByteBuf source, int length) {
        byte[] bytes = new byte[length];
        source.readBytes(bytes);
        return bytes;
    }
}
