package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;

/// `duration`. It has no order of its own; where one is needed at all, its bytes give it.
final class DurationForm implements ScalarForm {
    @Override
    public boolean allowsEmpty() {
        return false;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        CqlDuration.read(array, offset, length);
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return Wire.compareBytes(a, aOffset, aLength, b, bOffset, bLength);
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        EscapedBytes.write(array, offset, length, out);
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        return EscapedBytes.read(in);
    }

    @Override
    public String format(byte[] wire) {
        return CqlDuration.read(wire, 0, wire.length).toString();
    }

    @Override
    public byte[] parse(String text) {
        return CqlDuration.parse(text).wire();
    }
}
