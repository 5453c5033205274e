package org.helenus.storage.encoding;

import java.util.Arrays;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.bytes.VInt;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.OrderedReader;

/// How the elements of a non-frozen collection or user type become cells with a path. Written to disk; never changes.
///
///     column type     path                            value
///     list            timeuuid, ordered form          element
///     set             element, ordered form           empty; the element itself if its ordered form loses bytes
///     map             key, ordered form               value; [vint length][key] before it if the ordered form does so
///     user type       index of the field, u16         field
///
/// Paths compare as unsigned bytes in the order of the elements. An empty element or key has an empty path, before all
/// others. "Loses bytes" is [CqlType#orderedIsLossless()]: elements that are equal have one path, and of two writes of
/// it the later one's bytes stay.
public final class CellPath {
    private CellPath() {}

    /// The path of a set's element or a map's key.
    public static byte[] of(CqlType type, byte[] array, int offset, int length) {
        if (length == 0) {
            return new byte[0];
        }
        var out = new ByteWriter(length + 8);
        type.writeOrdered(array, offset, length, out);
        return out.toArray();
    }

    public static byte[] of(CqlType type, byte[] wire) {
        return of(type, wire, 0, wire.length);
    }

    public static byte[] ofField(int index) {
        return new byte[] {(byte) (index >>> 8), (byte) index};
    }

    public static int field(byte[] array, int offset) {
        return (array[offset] & 0xFF) << 8 | array[offset + 1] & 0xFF;
    }

    /// The path of a list's element.
    public static byte[] ofPosition(byte[] timeUuid) {
        return of(NativeType.TIMEUUID, timeUuid);
    }

    public static byte[] setValue(CqlType element, byte[] wire) {
        return element.orderedIsLossless() ? new byte[0] : wire;
    }

    public static byte[] mapValue(CqlType key, byte[] wireKey, byte[] value) {
        if (key.orderedIsLossless()) {
            return value;
        }
        var out = new ByteWriter(wireKey.length + value.length + 2);
        out.unsignedVInt(wireKey.length);
        out.bytes(wireKey);
        out.bytes(value);
        return out.toArray();
    }

    /// The wire bytes of a set's element.
    public static byte[] element(
            CqlType type, byte[] array, int pathOffset, int pathLength, int valueOffset, int valueLength) {
        return type.orderedIsLossless()
                ? decode(type, array, pathOffset, pathLength)
                : Arrays.copyOfRange(array, valueOffset, valueOffset + valueLength);
    }

    /// The wire bytes of a map's key.
    public static byte[] key(CqlType type, byte[] array, int pathOffset, int pathLength, int valueOffset) {
        if (type.orderedIsLossless()) {
            return decode(type, array, pathOffset, pathLength);
        }
        int length = (int) VInt.readUnsigned(array, valueOffset);
        int from = valueOffset + VInt.sizeFromFirstByte(array[valueOffset]);
        return Arrays.copyOfRange(array, from, from + length);
    }

    /// Bytes before a map's value proper within the cell's value.
    public static int mapValueShift(CqlType key, byte[] array, int valueOffset) {
        return key.orderedIsLossless()
                ? 0
                : VInt.sizeFromFirstByte(array[valueOffset]) + (int) VInt.readUnsigned(array, valueOffset);
    }

    /// The element, or key, that a path stands for: of several that are equal the canonical one.
    public static byte[] decode(CqlType type, byte[] array, int offset, int length) {
        return length == 0 ? new byte[0] : type.readOrdered(new OrderedReader(array, offset, offset + length));
    }
}
