package org.helenus.schema.type;

import java.util.UUID;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// `LexicalUUIDType`: any UUID, in the order of its two halves, each a signed long.
///
/// Ordered: both halves, their signs turned.
enum LexicalUuidForm implements ScalarForm {
    ONLY;

    @Override
    public boolean allowsEmpty() {
        return true;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        UuidForm.UUID.validate(array, offset, length);
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        int byHigh = Long.compare(Wire.longAt(a, aOffset), Wire.longAt(b, bOffset));
        return byHigh != 0 ? byHigh : Long.compare(Wire.longAt(a, aOffset + 8), Wire.longAt(b, bOffset + 8));
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        out.i64(Wire.longAt(array, offset) ^ Long.MIN_VALUE);
        out.i64(Wire.longAt(array, offset + 8) ^ Long.MIN_VALUE);
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        long high = in.i64() ^ Long.MIN_VALUE;
        return Wire.ofUuid(new UUID(high, in.i64() ^ Long.MIN_VALUE));
    }

    @Override
    public String format(byte[] wire) {
        return UuidForm.UUID.format(wire);
    }

    @Override
    public byte[] parse(String text) {
        try {
            return UuidForm.UUID.parse(text);
        } catch (InvalidRequest _) {
            throw new InvalidRequest("unable to make UUID from '" + text + "'");
        }
    }
}
