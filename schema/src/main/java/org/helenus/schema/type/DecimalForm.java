package org.helenus.schema.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// `decimal`: scale i32, then the unscaled two's complement number. Compared by value: 1.0 and 1.00 are equal.
///
/// Ordered: a sign byte (1 negative, 2 zero, 3 positive); then, complemented for negative numbers, the exponent e of
/// 0.d₁d₂d₃… × 10ᵉ with d₁ ≠ 0 as five bytes, sign flipped; pairs of digits, each plus one; a zero byte.
final class DecimalForm implements ScalarForm {
    private static final int NEGATIVE = 1;
    private static final int ZERO = 2;
    private static final int POSITIVE = 3;
    private static final long EXPONENT_BIAS = 1L << 39;
    /// Scales up to this are printed without an exponent.
    private static final int PLAIN_SCALE = 100;

    @Override
    public boolean allowsEmpty() {
        return true;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        if (length < 4) {
            throw new InvalidRequest("Expected 0 or at least 4 bytes (" + length + ")");
        }
    }

    private static BigDecimal at(byte[] array, int offset, int length) {
        // Four bytes are a scale without a number: zero.
        BigInteger unscaled = length == 4 ? BigInteger.ZERO : new BigInteger(array, offset + 4, length - 4);
        return new BigDecimal(unscaled, Wire.intAt(array, offset));
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return at(a, aOffset, aLength).compareTo(at(b, bOffset, bLength));
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        BigDecimal value = at(array, offset, length);
        if (value.signum() == 0) {
            out.u8(ZERO);
            return;
        }
        boolean negative = value.signum() < 0;
        out.u8(negative ? NEGATIVE : POSITIVE);
        int from = out.length();
        String digits = value.unscaledValue().abs().toString();
        long exponent = (long) digits.length() - value.scale();
        long biased = exponent + EXPONENT_BIAS;
        out.u8((int) (biased >>> 32));
        out.i32((int) biased);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        for (int i = 0; i < end; i += 2) {
            int pair = (digits.charAt(i) - '0') * 10 + (i + 1 < end ? digits.charAt(i + 1) - '0' : 0);
            out.u8(pair + 1);
        }
        out.u8(0);
        if (negative) {
            out.complement(from);
        }
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        int sign = in.u8();
        if (sign == ZERO) {
            return Wire.ofDecimal(BigDecimal.ZERO);
        }
        int mask = sign == NEGATIVE ? 0xFF : 0;
        long biased = 0;
        for (int i = 0; i < 5; i++) {
            biased = biased << 8 | in.u8() ^ mask;
        }
        var digits = new StringBuilder();
        for (int pair = in.u8() ^ mask; pair != 0; pair = in.u8() ^ mask) {
            digits.append((char) ('0' + (pair - 1) / 10)).append((char) ('0' + (pair - 1) % 10));
        }
        if (digits.charAt(digits.length() - 1) == '0') {
            digits.setLength(digits.length() - 1);
        }
        long scale = digits.length() - (biased - EXPONENT_BIAS);
        // Only a number that itself had trailing zeros at the smallest scale gets here.
        for (; scale < Integer.MIN_VALUE; scale++) {
            digits.append('0');
        }
        var unscaled = new BigInteger(digits.toString());
        return Wire.ofDecimal(new BigDecimal(sign == NEGATIVE ? unscaled.negate() : unscaled, Math.toIntExact(scale)));
    }

    @Override
    public boolean orderedIsLossless() {
        return false;
    }

    @Override
    public String format(byte[] wire) {
        BigDecimal value = at(wire, 0, wire.length);
        return Math.abs((long) value.scale()) > PLAIN_SCALE ? value.toString() : value.toPlainString();
    }

    @Override
    public byte[] parse(String text) {
        try {
            return Wire.ofDecimal(new BigDecimal(text));
        } catch (NumberFormatException _) {
            throw new InvalidRequest("unable to make BigDecimal from '" + text + "'");
        }
    }
}
