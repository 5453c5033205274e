package org.helenus.query.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Takes composite wire values apart. The values were validated, so their lengths hold.
public final class WireValues {
    private WireValues() {}

    /// The elements of a list or set; of a map, keys and values in turn.
    public static List<Optional<byte[]>> elements(Slice collection) {
        return collection.length == 0
                ? List.of()
                : read(collection.array, collection.offset + 4, collection.offset + collection.length);
    }

    public static List<Optional<byte[]>> elements(byte[] collection) {
        return collection.length == 0 ? List.of() : read(collection, 4, collection.length);
    }

    /// The components of a tuple or user type, as many as it has; those that the value leaves out are null.
    public static List<Optional<byte[]>> components(byte[] tuple, int count) {
        List<Optional<byte[]>> components = new ArrayList<>(read(tuple, 0, tuple.length));
        while (components.size() < count) {
            components.add(Optional.empty());
        }
        return components;
    }

    private static List<Optional<byte[]>> read(byte[] array, int from, int end) {
        var values = new ArrayList<Optional<byte[]>>();
        int at = from;
        while (at < end) {
            int length = (array[at] & 0xFF) << 24
                    | (array[at + 1] & 0xFF) << 16
                    | (array[at + 2] & 0xFF) << 8
                    | array[at + 3] & 0xFF;
            at += 4;
            if (length < 0) {
                values.add(Optional.empty());
            } else {
                values.add(Optional.of(Arrays.copyOfRange(array, at, at + length)));
                at += length;
            }
        }
        return values;
    }
}
