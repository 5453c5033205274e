package org.helenus.query.row;

import java.util.Arrays;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.UserType;
import org.helenus.storage.encoding.CellPath;

/// The live cells of one non-frozen collection or user type of one row, in order of path, and the wire value they
/// make.
///
/// The paths and values stay in the row's bytes; [#detach()] makes them ours. One thread.
public final class Elements {
    private final CqlType type;
    private byte[] array = new byte[0];
    private int count;
    private int[] pathOffset = new int[8];
    private int[] pathLength = new int[8];
    private int[] valueOffset = new int[8];
    private int[] valueLength = new int[8];
    private long[] timestamp = new long[8];
    private int[] ttl = new int[8];
    private long[] expiry = new long[8];

    Elements(CqlType type) {
        this.type = type;
    }

    /// No elements.
    public static Elements none(CqlType type) {
        return new Elements(type);
    }

    void clear() {
        count = 0;
    }

    void add(
            byte[] bytes,
            int pathAt,
            int pathSize,
            int valueAt,
            int valueSize,
            long writtenAt,
            int timeToLive,
            long expires) {
        if (count == pathOffset.length) {
            grow();
        }
        array = bytes;
        pathOffset[count] = pathAt;
        pathLength[count] = pathSize;
        valueOffset[count] = valueAt;
        valueLength[count] = valueSize;
        timestamp[count] = writtenAt;
        ttl[count] = timeToLive;
        expiry[count] = expires;
        count++;
    }

    private void grow() {
        int size = count * 2;
        pathOffset = Arrays.copyOf(pathOffset, size);
        pathLength = Arrays.copyOf(pathLength, size);
        valueOffset = Arrays.copyOf(valueOffset, size);
        valueLength = Arrays.copyOf(valueLength, size);
        timestamp = Arrays.copyOf(timestamp, size);
        ttl = Arrays.copyOf(ttl, size);
        expiry = Arrays.copyOf(expiry, size);
    }

    public int count() {
        return count;
    }

    public long timestamp(int index) {
        return timestamp[index];
    }

    public int ttl(int index) {
        return ttl[index];
    }

    /// Epoch seconds; meaningful when [#ttl] is not 0.
    public long expiry(int index) {
        return expiry[index];
    }

    public byte[] path(int index) {
        return Arrays.copyOfRange(array, pathOffset[index], pathOffset[index] + pathLength[index]);
    }

    /// Of a user type, how many fields it has; of a collection 0.
    public int fieldCount() {
        return type instanceof UserType user ? user.fieldTypes().size() : 0;
    }

    /// Of a user type, which field a cell is.
    public int field(int index) {
        return CellPath.field(array, pathOffset[index]);
    }

    /// The element with this path, or −1.
    public int find(byte[] path) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = comparePath(middle, path);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    int comparePath(int index, byte[] path) {
        int from = pathOffset[index];
        return Arrays.compareUnsigned(array, from, from + pathLength[index], path, 0, path.length);
    }

    /// A list's element, a map's value, a user type's field; of a set, the element.
    public void value(int index, Slice into) {
        switch (type) {
            case SetType set ->
                into.set(CellPath.element(
                        set.element(),
                        array,
                        pathOffset[index],
                        pathLength[index],
                        valueOffset[index],
                        valueLength[index]));
            case MapType map -> {
                int shift = CellPath.mapValueShift(map.key(), array, valueOffset[index]);
                into.set(array, valueOffset[index] + shift, valueLength[index] - shift);
            }
            default -> into.set(array, valueOffset[index], valueLength[index]);
        }
    }

    private byte[] key(int index, MapType map) {
        return CellPath.key(map.key(), array, pathOffset[index], pathLength[index], valueOffset[index]);
    }

    /// The wire value of all elements, or of those with a path from `from` to `to` (indexes, the end exclusive).
    /// Null when there is none: an empty non-frozen collection does not exist.
    public void assemble(int from, int to, Slice into) {
        if (from >= to) {
            into.setNull();
            return;
        }
        var out = new ByteWriter(64);
        var value = new Slice();
        switch (type) {
            case ListType _, SetType _ -> {
                out.i32(to - from);
                for (int i = from; i < to; i++) {
                    value(i, value);
                    write(value, out);
                }
            }
            case MapType map -> {
                out.i32(to - from);
                for (int i = from; i < to; i++) {
                    byte[] key = key(i, map);
                    out.i32(key.length);
                    out.bytes(key);
                    value(i, value);
                    write(value, out);
                }
            }
            case UserType user -> {
                int next = from;
                for (int field = 0; field < user.fieldTypes().size(); field++) {
                    if (next < to && CellPath.field(array, pathOffset[next]) == field) {
                        value(next++, value);
                        write(value, out);
                    } else {
                        out.i32(-1);
                    }
                }
            }
            default -> throw new IllegalStateException("no elements in a " + type.cqlName());
        }
        into.set(out.array(), 0, out.length());
    }

    private static void write(Slice value, ByteWriter out) {
        out.i32(value.length);
        out.bytes(value.array, value.offset, value.length);
    }

    /// The first index whose path is not below `path`.
    public int lowerBound(byte[] path) {
        int at = 0;
        while (at < count && comparePath(at, path) < 0) {
            at++;
        }
        return at;
    }

    /// Copies the bytes, so that the row they came from may go.
    void detach() {
        var copy = new ByteWriter(64);
        for (int i = 0; i < count; i++) {
            int path = copy.length();
            copy.bytes(array, pathOffset[i], pathLength[i]);
            int value = copy.length();
            copy.bytes(array, valueOffset[i], valueLength[i]);
            pathOffset[i] = path;
            valueOffset[i] = value;
        }
        array = copy.toArray();
    }

    void copyFrom(Elements other) {
        count = 0;
        for (int i = 0; i < other.count; i++) {
            add(
                    other.array,
                    other.pathOffset[i],
                    other.pathLength[i],
                    other.valueOffset[i],
                    other.valueLength[i],
                    other.timestamp[i],
                    other.ttl[i],
                    other.expiry[i]);
        }
        detach();
    }
}
