package org.helenus.schema.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// The wire form of collections: a count i32 (entries, for maps), then each element, or key and value, as a length i32
/// and its bytes.
///
/// Empty bytes are a collection too, less than all others: Cassandra takes them so.
public final class Elements {
    private Elements() {}

    /// Elements of a valid list or set without nulls; keys and values by turns of a map.
    public static List<byte[]> split(byte[] wire) {
        var elements = new ArrayList<byte[]>();
        int at = 4;
        while (at < wire.length) {
            int length = Wire.intAt(wire, at);
            elements.add(Arrays.copyOfRange(wire, at + 4, at + 4 + length));
            at += 4 + length;
        }
        return elements;
    }

    /// Elements of a list that may have nulls. None is stored, yet lists that are made for an answer, such as
    /// `ttl` of
    /// a collection, have them.
    public static List<Optional<byte[]>> ofList(byte[] wire) {
        var elements = new ArrayList<Optional<byte[]>>();
        for (int at = 4; at < wire.length; ) {
            int length = Wire.intAt(wire, at);
            at += 4;
            elements.add(length < 0 ? Optional.empty() : Optional.of(Arrays.copyOfRange(wire, at, at + length)));
            at += Math.max(0, length);
        }
        return elements;
    }

    /// The wire form of `entryCount` entries, made of all these in their order.
    public static byte[] join(int entryCount, List<byte[]> elements) {
        int total = 4;
        for (byte[] element : elements) {
            total = Math.addExact(total, 4 + element.length);
        }
        var out = new ByteWriter(total);
        out.i32(entryCount);
        for (byte[] element : elements) {
            out.i32(element.length);
            out.bytes(element);
        }
        return out.array().length == total ? out.array() : out.toArray();
    }

    /// How many entries valid wire bytes have.
    public static int count(byte[] wire) {
        return wire.length == 0 ? 0 : Wire.intAt(wire, 0);
    }

    static void validate(String noun, CqlType even, CqlType odd, int perEntry, byte[] array, int offset, int length) {
        if (length == 0) {
            return;
        }
        int end = offset + length;
        int at = offset;
        long remaining = (long) readLength(noun, array, at, end) * perEntry;
        if (remaining < 0) {
            throw new InvalidRequest("A " + noun + " cannot have a negative size");
        }
        at += 4;
        CqlType type = even;
        CqlType next = odd;
        for (; remaining > 0; remaining--) {
            int size = readLength(noun, array, at, end);
            at += 4;
            if (size < 0) {
                throw new InvalidRequest("Null value read when not allowed");
            }
            if (size > end - at) {
                throw tooShort(noun);
            }
            type.validate(array, at, size);
            at += size;
            CqlType turn = type;
            type = next;
            next = turn;
        }
        if (at != end) {
            throw new InvalidRequest("Unexpected extraneous bytes after " + noun + " value");
        }
    }

    private static int readLength(String noun, byte[] array, int at, int end) {
        if (end - at < 4) {
            throw tooShort(noun);
        }
        return Wire.intAt(array, at);
    }

    private static InvalidRequest tooShort(String noun) {
        return new InvalidRequest("Not enough bytes to read a " + noun);
    }

    /// A null is less than all others.
    static int compare(
            CqlType even, CqlType odd, byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        if (aLength == 0 || bLength == 0) {
            return Boolean.compare(aLength != 0, bLength != 0);
        }
        int aAt = aOffset + 4;
        int bAt = bOffset + 4;
        CqlType type = even;
        CqlType next = odd;
        while (aAt < aOffset + aLength && bAt < bOffset + bLength) {
            int aSize = Wire.intAt(a, aAt);
            int bSize = Wire.intAt(b, bAt);
            int order = aSize < 0 || bSize < 0
                    ? Boolean.compare(aSize >= 0, bSize >= 0)
                    : type.compare(a, aAt + 4, aSize, b, bAt + 4, bSize);
            if (order != 0) {
                return order;
            }
            aAt += 4 + Math.max(0, aSize);
            bAt += 4 + Math.max(0, bSize);
            CqlType turn = type;
            type = next;
            next = turn;
        }
        return Integer.compare(Wire.intAt(a, aOffset), Wire.intAt(b, bOffset));
    }

    static void writeOrdered(CqlType even, CqlType odd, byte[] array, int offset, int length, ByteWriter out) {
        int at = offset + 4;
        CqlType type = even;
        CqlType next = odd;
        while (at < offset + length) {
            int size = Wire.intAt(array, at);
            Component.write(type, array, at + 4, size, out);
            at += 4 + size;
            CqlType turn = type;
            type = next;
            next = turn;
        }
        out.u8(Component.END);
    }

    static byte[] readOrdered(CqlType even, CqlType odd, int perEntry, OrderedReader in) {
        var elements = new ArrayList<byte[]>();
        for (int marker = in.u8(); marker != Component.END; marker = in.u8()) {
            CqlType type = elements.size() % 2 == 0 ? even : odd;
            elements.add(Component.read(type, marker, in)
                    .orElseThrow(() -> new IllegalStateException("a null in an ordered collection")));
        }
        return join(elements.size() / perEntry, elements);
    }
}
