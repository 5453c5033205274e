package org.helenus.schema.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// The wire form of tuples and user types: each component as a length i32 (−1: null) and its bytes. Values may be
/// short; what is missing is null.
public final class Fields {
    private Fields() {}

    /// The components of valid bytes, `count` of them, the missing ones as nulls.
    public static List<Optional<byte[]>> split(byte[] wire, int count) {
        var fields = new ArrayList<Optional<byte[]>>(count);
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (at >= wire.length) {
                fields.add(Optional.empty());
                continue;
            }
            int length = Wire.intAt(wire, at);
            at += 4;
            fields.add(length < 0 ? Optional.empty() : Optional.of(Arrays.copyOfRange(wire, at, at + length)));
            at += Math.max(0, length);
        }
        return fields;
    }

    public static byte[] join(List<Optional<byte[]>> fields) {
        var out = new ByteWriter(16 * fields.size() + 16);
        for (Optional<byte[]> field : fields) {
            if (field.isEmpty()) {
                out.i32(-1);
                continue;
            }
            out.i32(field.get().length);
            out.bytes(field.get());
        }
        return out.toArray();
    }

    /// @param noun names component i in errors
    static void validate(
            String whole, List<CqlType> types, IntFunction<String> noun, byte[] array, int offset, int length) {
        int end = offset + length;
        int at = offset;
        for (int i = 0; i < types.size() && at < end; i++) {
            if (end - at < 4) {
                throw new InvalidRequest("Not enough bytes to read size of " + noun.apply(i));
            }
            int size = Wire.intAt(array, at);
            at += 4;
            if (size < 0) {
                continue;
            }
            if (end - at < size) {
                throw new InvalidRequest("Not enough bytes to read " + noun.apply(i));
            }
            types.get(i).validate(array, at, size);
            at += size;
        }
        if (at < end) {
            throw new InvalidRequest("Invalid remaining data after end of " + whole + " value");
        }
    }

    static int compare(List<CqlType> types, byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        if (aLength == 0 || bLength == 0) {
            return Boolean.compare(aLength != 0, bLength != 0);
        }
        int aAt = aOffset;
        int bAt = bOffset;
        int aEnd = aOffset + aLength;
        int bEnd = bOffset + bLength;
        for (CqlType type : types) {
            int aSize = aAt < aEnd ? Wire.intAt(a, aAt) : -1;
            int bSize = bAt < bEnd ? Wire.intAt(b, bAt) : -1;
            if (aSize < 0 || bSize < 0) {
                if (aSize >= 0 || bSize >= 0) {
                    return aSize < 0 ? -1 : 1;
                }
            } else {
                int order = type.compare(a, aAt + 4, aSize, b, bAt + 4, bSize);
                if (order != 0) {
                    return order;
                }
            }
            aAt += 4 + Math.max(0, aSize);
            bAt += 4 + Math.max(0, bSize);
        }
        return 0;
    }

    /// Trailing nulls are left out: with and without them values are equal.
    static void writeOrdered(List<CqlType> types, byte[] array, int offset, int length, ByteWriter out) {
        int at = offset;
        int pendingNulls = 0;
        for (int i = 0; i < types.size() && at < offset + length; i++) {
            int size = Wire.intAt(array, at);
            at += 4;
            if (size < 0) {
                pendingNulls++;
                continue;
            }
            for (; pendingNulls > 0; pendingNulls--) {
                Component.writeNull(out);
            }
            Component.write(types.get(i), array, at, size, out);
            at += size;
        }
        out.u8(Component.END);
    }

    static byte[] readOrdered(List<CqlType> types, OrderedReader in) {
        var fields = new ArrayList<Optional<byte[]>>();
        for (int marker = in.u8(); marker != Component.END; marker = in.u8()) {
            if (fields.size() == types.size()) {
                throw new IllegalStateException("more components than the type has");
            }
            fields.add(Component.read(types.get(fields.size()), marker, in));
        }
        if (fields.isEmpty()) {
            // All null: one null keeps it apart from the empty value.
            fields.add(Optional.empty());
        }
        return join(fields);
    }
}
