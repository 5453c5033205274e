package org.helenus.protocol.frame;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.request.ConsistencyLevel;

/// Writes the protocol's notations: the other direction of [BodyReader].
public final class Notation {
    private static final int MAX_SHORT = 0xffff;

    private Notation() {}

    /// \[string]. What does not fit its 65535 bytes (an error message, a warning) is cut at a character.
    public static void string(ByteWriter out, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        int length = utf8.length;
        if (length > MAX_SHORT) {
            length = MAX_SHORT;
            while ((utf8[length] & 0xC0) == 0x80) {
                length--;
            }
        }
        out.u16(length);
        out.bytes(utf8, 0, length);
    }

    /// \[long string]
    public static void longString(ByteWriter out, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        out.i32(utf8.length);
        out.bytes(utf8);
    }

    /// \[bytes]; empty writes null.
    public static void bytes(ByteWriter out, Optional<byte[]> value) {
        if (value.isPresent()) {
            bytes(out, value.get());
        } else {
            out.i32(-1);
        }
    }

    /// \[bytes]
    public static void bytes(ByteWriter out, byte[] value) {
        out.i32(value.length);
        out.bytes(value);
    }

    /// \[short bytes]
    public static void shortBytes(ByteWriter out, byte[] value) {
        out.u16(checkedCount(value.length));
        out.bytes(value);
    }

    /// \[string list]
    public static void stringList(ByteWriter out, List<String> values) {
        out.u16(checkedCount(values.size()));
        for (var value : values) {
            string(out, value);
        }
    }

    /// \[string map]
    public static void stringMap(ByteWriter out, Map<String, String> values) {
        out.u16(checkedCount(values.size()));
        for (var entry : values.entrySet()) {
            string(out, entry.getKey());
            string(out, entry.getValue());
        }
    }

    /// \[string multimap]
    public static void stringMultimap(ByteWriter out, Map<String, List<String>> values) {
        out.u16(checkedCount(values.size()));
        for (var entry : values.entrySet()) {
            string(out, entry.getKey());
            stringList(out, entry.getValue());
        }
    }

    /// \[bytes map]
    public static void bytesMap(ByteWriter out, Map<String, byte[]> values) {
        out.u16(checkedCount(values.size()));
        for (var entry : values.entrySet()) {
            string(out, entry.getKey());
            bytes(out, entry.getValue());
        }
    }

    public static void uuid(ByteWriter out, UUID value) {
        out.i64(value.getMostSignificantBits());
        out.i64(value.getLeastSignificantBits());
    }

    /// \[consistency]
    public static void consistency(ByteWriter out, ConsistencyLevel value) {
        out.u16(value.code());
    }

    /// \[inetaddr]
    public static void inetAddress(ByteWriter out, InetAddress value) {
        byte[] address = value.getAddress();
        out.u8(address.length);
        out.bytes(address);
    }

    /// \[inet]
    public static void inet(ByteWriter out, InetSocketAddress value) {
        inetAddress(out, value.getAddress());
        out.i32(value.getPort());
    }

    /// What a \[short] count can say. More never comes from a valid statement.
    public static int checkedCount(int count) {
        if (count > MAX_SHORT) {
            throw new IllegalArgumentException("a count of " + count + " exceeds " + MAX_SHORT);
        }
        return count;
    }
}
