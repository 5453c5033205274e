package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// `boolean`: zero is false, any other byte true. Ordered: 0 or 1.
final class BooleanForm implements ScalarForm {
    @Override
    public boolean allowsEmpty() {
        return true;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        if (length != 1) {
            throw new InvalidRequest("Expected 1 or 0 byte value (" + length + ")");
        }
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return Boolean.compare(a[aOffset] != 0, b[bOffset] != 0);
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        out.u8(array[offset] == 0 ? 0 : 1);
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        return new byte[] {(byte) in.u8()};
    }

    @Override
    public boolean orderedIsLossless() {
        return false;
    }

    @Override
    public String format(byte[] wire) {
        return Boolean.toString(Wire.toBoolean(wire));
    }

    @Override
    public byte[] parse(String text) {
        if (text.equalsIgnoreCase("true")) {
            return Wire.ofBoolean(true);
        }
        if (text.equalsIgnoreCase("false")) {
            return Wire.ofBoolean(false);
        }
        throw new InvalidRequest("Unable to make boolean from '" + text + "'");
    }
}
