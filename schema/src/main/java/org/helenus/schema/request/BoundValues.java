package org.helenus.schema.request;

import java.util.Arrays;
import java.util.List;

/// The values of one request, as slices of the request's own bytes: nothing is copied to read them.
///
/// A length of −1 is a null, −2 an unset value. When names are given, there is one per value, in the same order.
/// The array stays the caller's; whoever keeps a value beyond the request takes a [#copy(int)].
public final class BoundValues {
    public static final int NULL = -1;
    public static final int UNSET = -2;
    public static final BoundValues EMPTY = new BoundValues(new byte[0], new int[0], new int[0], List.of());

    private final byte[] array;
    private final int[] offsets;
    private final int[] lengths;
    private final List<String> names;

    public BoundValues(byte[] array, int[] offsets, int[] lengths, List<String> names) {
        if (offsets.length != lengths.length || (!names.isEmpty() && names.size() != offsets.length)) {
            throw new IllegalArgumentException("offsets, lengths and names must be of one size");
        }
        this.array = array;
        this.offsets = offsets;
        this.lengths = lengths;
        this.names = List.copyOf(names);
    }

    public int count() {
        return offsets.length;
    }

    public boolean isNull(int index) {
        return lengths[index] == NULL;
    }

    public boolean isUnset(int index) {
        return lengths[index] == UNSET;
    }

    public byte[] array() {
        return array;
    }

    public int offset(int index) {
        return offsets[index];
    }

    /// Bytes of the value; negative: null or unset.
    public int length(int index) {
        return lengths[index];
    }

    /// The value's bytes. Only for values that are neither null nor unset.
    public byte[] copy(int index) {
        return Arrays.copyOfRange(array, offsets[index], offsets[index] + lengths[index]);
    }

    /// Empty: the values are positional.
    public List<String> names() {
        return names;
    }
}
