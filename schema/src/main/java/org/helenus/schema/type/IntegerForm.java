package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// Signed integers of one, two, four and eight bytes. Ordered: the sign bit flipped.
///
/// @param words   what a wrong length is answered with; `%d` is the length
/// @param noun    what a text that does not parse could not be made into
record IntegerForm(int size, boolean allowsEmpty, String words, String noun) implements ScalarForm {
    @Override
    public void validate(byte[] array, int offset, int length) {
        if (length != size) {
            throw new InvalidRequest(words.formatted(length));
        }
    }

    private long at(byte[] array, int offset) {
        return switch (size) {
            case 1 -> array[offset];
            case 2 -> Wire.shortAt(array, offset);
            case 4 -> Wire.intAt(array, offset);
            default -> Wire.longAt(array, offset);
        };
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return Long.compare(at(a, aOffset), at(b, bOffset));
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        switch (size) {
            case 1 -> out.u8(array[offset] ^ 0x80);
            case 2 -> out.u16(Wire.shortAt(array, offset) ^ 0x8000);
            case 4 -> out.i32(Wire.intAt(array, offset) ^ 0x8000_0000);
            default -> out.i64(Wire.longAt(array, offset) ^ Long.MIN_VALUE);
        }
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        return switch (size) {
            case 1 -> Wire.ofByte((byte) (in.u8() ^ 0x80));
            case 2 -> Wire.ofShort((short) (in.u16() ^ 0x8000));
            case 4 -> Wire.ofInt(in.i32() ^ 0x8000_0000);
            default -> Wire.ofLong(in.i64() ^ Long.MIN_VALUE);
        };
    }

    @Override
    public String format(byte[] wire) {
        return Long.toString(at(wire, 0));
    }

    @Override
    public byte[] parse(String text) {
        try {
            return switch (size) {
                case 1 -> Wire.ofByte(Byte.parseByte(text));
                case 2 -> Wire.ofShort(Short.parseShort(text));
                case 4 -> Wire.ofInt(Integer.parseInt(text));
                default -> Wire.ofLong(Long.parseLong(text));
            };
        } catch (NumberFormatException _) {
            throw new InvalidRequest("Unable to make " + noun + " from '" + text + "'");
        }
    }
}
