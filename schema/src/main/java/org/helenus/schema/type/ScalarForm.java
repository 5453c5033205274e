package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;

/// What the bytes of one scalar type mean. [NativeType] asks it, and itself settles empty values: they are valid where
/// `allowsEmpty`, and come first.
interface ScalarForm {
    /// Of non-empty bytes, or of empty ones when they are not allowed.
    void validate(byte[] array, int offset, int length);

    boolean allowsEmpty();

    /// Of non-empty bytes.
    int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength);

    void writeOrdered(byte[] array, int offset, int length, ByteWriter out);

    byte[] readOrdered(OrderedReader in);

    default boolean orderedIsLossless() {
        return true;
    }

    String format(byte[] wire);

    byte[] parse(String text);

    /// Whether the constant stands between quotes.
    default boolean isQuoted() {
        return false;
    }
}
