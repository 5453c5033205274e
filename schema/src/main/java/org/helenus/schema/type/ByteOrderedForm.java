package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;

/// The form of a type whose values come in the order of their bytes.
interface ByteOrderedForm extends ScalarForm {
    @Override
    default int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return Wire.compareBytes(a, aOffset, aLength, b, bOffset, bLength);
    }

    @Override
    default void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        EscapedBytes.write(array, offset, length, out);
    }

    @Override
    default byte[] readOrdered(OrderedReader in) {
        return EscapedBytes.read(in);
    }
}
