package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// `EmptyType`: its only value has no bytes.
enum EmptyForm implements ScalarForm {
    ONLY;

    @Override
    public boolean allowsEmpty() {
        return true;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        throw new InvalidRequest("EmptyType only accept empty values");
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return 0;
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
        return "";
    }

    @Override
    public byte[] parse(String text) {
        return new byte[0];
    }
}
