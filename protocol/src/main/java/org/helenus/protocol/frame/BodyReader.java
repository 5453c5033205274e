package org.helenus.protocol.frame;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.helenus.schema.error.ProtocolError;
import org.helenus.schema.request.ConsistencyLevel;

/// Reads the protocol's notations from one body. Whatever reaches beyond the body is a [ProtocolError], and no count
/// is believed before the bytes that it promises could be there. One thread.
public final class BodyReader {
    private final byte[] array;
    private final int limit;
    private int position;

    public BodyReader(byte[] array, int offset, int length) {
        this.array = array;
        this.position = offset;
        this.limit = offset + length;
    }

    public byte[] array() {
        return array;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return limit - position;
    }

    /// Steps over `count` bytes and returns where they begin.
    public int skip(int count) {
        need(count);
        int at = position;
        position += count;
        return at;
    }

    public int u8() {
        need(1);
        return array[position++] & 0xff;
    }

    public int u16() {
        need(2);
        int value = (array[position] & 0xff) << 8 | array[position + 1] & 0xff;
        position += 2;
        return value;
    }

    public int i32() {
        need(4);
        int value = EnvelopeFormat.i32(array, position);
        position += 4;
        return value;
    }

    public long i64() {
        long high = i32();
        return high << 32 | i32() & 0xffffffffL;
    }

    /// \[string]
    public String string() {
        return utf8(u16());
    }

    /// \[long string]
    public String longString() {
        int length = i32();
        if (length < 0) {
            throw new ProtocolError("Length " + length + " of a long string is negative");
        }
        return utf8(length);
    }

    /// \[bytes]; empty for null.
    public Optional<byte[]> bytes() {
        int length = i32();
        return length < 0 ? Optional.empty() : Optional.of(copy(length));
    }

    /// \[short bytes]
    public byte[] shortBytes() {
        return copy(u16());
    }

    /// \[string list]
    public List<String> stringList() {
        int count = count(2);
        var list = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            list.add(string());
        }
        return list;
    }

    /// \[string map]
    public Map<String, String> stringMap() {
        int count = count(4);
        var map = LinkedHashMap.<String, String>newLinkedHashMap(count);
        for (int i = 0; i < count; i++) {
            map.put(string(), string());
        }
        return map;
    }

    /// \[string multimap]
    public Map<String, List<String>> stringMultimap() {
        int count = count(4);
        var map = LinkedHashMap.<String, List<String>>newLinkedHashMap(count);
        for (int i = 0; i < count; i++) {
            map.put(string(), stringList());
        }
        return map;
    }

    /// \[bytes map]; a null value reads as an empty one.
    public Map<String, byte[]> bytesMap() {
        int count = count(6);
        var map = HashMap.<String, byte[]>newHashMap(count);
        for (int i = 0; i < count; i++) {
            map.put(string(), bytes().orElse(new byte[0]));
        }
        return map;
    }

    public UUID uuid() {
        return new UUID(i64(), i64());
    }

    /// \[consistency]
    public ConsistencyLevel consistency() {
        int code = u16();
        return ConsistencyLevel.of(code)
                .orElseThrow(() -> new ProtocolError("Unknown code " + code + " for a consistency level"));
    }

    /// \[inetaddr]
    public InetAddress inetAddress() {
        int size = u8();
        if (size != 4 && size != 16) {
            throw new ProtocolError("Invalid size " + size + " of an internet address");
        }
        try {
            return InetAddress.getByAddress(copy(size));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /// \[inet]
    public InetSocketAddress inet() {
        var address = inetAddress();
        int port = i32();
        if (port < 0 || port > 0xffff) {
            throw new ProtocolError("Invalid port " + port);
        }
        return new InetSocketAddress(address, port);
    }

    /// \[short] n, for a list of n items of at least `itemBytes` each.
    public int count(int itemBytes) {
        int count = u16();
        need((long) count * itemBytes);
        return count;
    }

    public byte[] copy(int length) {
        int at = skip(length);
        return Arrays.copyOfRange(array, at, at + length);
    }

    private String utf8(int length) {
        int at = skip(length);
        for (int i = at; i < at + length; i++) {
            if (array[i] < 0) {
                return checkedUtf8(at, length);
            }
        }
        return new String(array, at, length, StandardCharsets.ISO_8859_1);
    }

    private String checkedUtf8(int at, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(array, at, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolError("Cannot decode a string as UTF-8");
        }
    }

    private void need(long count) {
        if (count < 0 || count > limit - position) {
            throw new ProtocolError(
                    "Not enough bytes in the message body: " + count + " wanted, " + (limit - position) + " left");
        }
    }
}
