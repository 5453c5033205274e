package org.helenus.schema.type;

import java.math.BigInteger;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// `varint`: two's complement of any length. Bytes that only repeat the sign do not count.
///
/// Ordered: a header that tells sign and length, then the shortest two's complement bytes.
///
///     0x80 + n − 1                positive, n bytes, n ≤ 112
///     0xF0  length u32            positive, longer
///     0x7F − (n − 1)              negative, n bytes, n ≤ 112
///     0x0F  ~length u32           negative, longer
final class VarintForm implements ScalarForm {
    private static final int SHORT_BYTES = 112;
    private static final int LONG_POSITIVE = 0xF0;
    private static final int LONG_NEGATIVE = 0x0F;

    @Override
    public boolean allowsEmpty() {
        return true;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {}

    private static int signBytes(byte[] array, int offset, int length) {
        int skip = 0;
        while (skip < length - 1
                && (array[offset + skip] == 0 && array[offset + skip + 1] >= 0
                        || array[offset + skip] == -1 && array[offset + skip + 1] < 0)) {
            skip++;
        }
        return skip;
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        int aSkip = signBytes(a, aOffset, aLength);
        int bSkip = signBytes(b, bOffset, bLength);
        boolean negative = a[aOffset] < 0;
        if (negative != b[bOffset] < 0) {
            return negative ? -1 : 1;
        }
        int aDigits = aLength - aSkip;
        int bDigits = bLength - bSkip;
        if (aDigits != bDigits) {
            return aDigits < bDigits == negative ? 1 : -1;
        }
        return Wire.compareBytes(a, aOffset + aSkip, aDigits, b, bOffset + bSkip, bDigits);
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        int skip = signBytes(array, offset, length);
        int digits = length - skip;
        boolean negative = array[offset] < 0;
        if (digits <= SHORT_BYTES) {
            out.u8(negative ? 0x80 - digits : 0x7F + digits);
        } else {
            out.u8(negative ? LONG_NEGATIVE : LONG_POSITIVE);
            out.i32(negative ? ~digits : digits);
        }
        out.bytes(array, offset + skip, digits);
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        int header = in.u8();
        if (header == LONG_NEGATIVE) {
            return in.bytes(~in.i32());
        }
        if (header == LONG_POSITIVE) {
            return in.bytes(in.i32());
        }
        return in.bytes(header < 0x80 ? 0x80 - header : header - 0x7F);
    }

    @Override
    public boolean orderedIsLossless() {
        return false;
    }

    @Override
    public String format(byte[] wire) {
        return new BigInteger(wire).toString();
    }

    @Override
    public byte[] parse(String text) {
        try {
            return new BigInteger(text).toByteArray();
        } catch (NumberFormatException _) {
            throw new InvalidRequest("unable to make int from '" + text + "'");
        }
    }
}
