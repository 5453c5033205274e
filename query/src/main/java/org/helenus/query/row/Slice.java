package org.helenus.query.row;

import java.util.Arrays;
import org.helenus.schema.request.BoundValues;

/// Where a value's bytes lie: a place that expressions leave their result in, used again for the next one. Nothing is
/// copied to hand a value on; the bytes stay valid until whoever owns the array moves on.
///
/// A length of −1 is a null and −2 an unset value, as in [BoundValues].
public final class Slice {
    private static final byte[] NONE = new byte[0];

    public byte[] array = NONE;
    public int offset;
    public int length = BoundValues.NULL;

    public void set(byte[] bytes) {
        set(bytes, 0, bytes.length);
    }

    public void set(byte[] bytes, int from, int count) {
        array = bytes;
        offset = from;
        length = count;
    }

    public void setNull() {
        set(NONE, 0, BoundValues.NULL);
    }

    public void setUnset() {
        set(NONE, 0, BoundValues.UNSET);
    }

    public void set(Slice other) {
        set(other.array, other.offset, other.length);
    }

    public boolean isNull() {
        return length == BoundValues.NULL;
    }

    public boolean isUnset() {
        return length == BoundValues.UNSET;
    }

    /// Neither null nor unset.
    public boolean hasValue() {
        return length >= 0;
    }

    /// The value's bytes as an array of their own, or the whole array when the value is all of it. Only with a
    /// value.
    public byte[] bytes() {
        return offset == 0 && length == array.length ? array : Arrays.copyOfRange(array, offset, offset + length);
    }
}
