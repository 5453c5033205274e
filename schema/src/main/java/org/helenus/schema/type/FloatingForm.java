package org.helenus.schema.type;

import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// `float` and `double` in Java's order: −0.0 before 0.0, every NaN the greatest and equal.
///
/// Ordered: positive numbers with the sign bit flipped, negative ones complemented; one NaN stands for all.
enum FloatingForm implements ScalarForm {
    FLOAT {
        @Override
        public void validate(byte[] array, int offset, int length) {
            if (length != 4) {
                throw new InvalidRequest("Expected 4 or 0 byte value for a float (" + length + ")");
            }
        }

        @Override
        public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
            return Float.compare(
                    Float.intBitsToFloat(Wire.intAt(a, aOffset)), Float.intBitsToFloat(Wire.intAt(b, bOffset)));
        }

        @Override
        public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
            int bits = Float.floatToIntBits(Float.intBitsToFloat(Wire.intAt(array, offset)));
            out.i32(bits < 0 ? ~bits : bits ^ 0x8000_0000);
        }

        @Override
        public byte[] readOrdered(OrderedReader in) {
            int ordered = in.i32();
            return Wire.ofInt(ordered < 0 ? ordered ^ 0x8000_0000 : ~ordered);
        }

        @Override
        public String format(byte[] wire) {
            return Float.toString(Wire.toFloat(wire));
        }

        @Override
        public byte[] parse(String text) {
            try {
                return Wire.ofFloat(Float.parseFloat(javaSpelling(text)));
            } catch (NumberFormatException _) {
                throw new InvalidRequest("Unable to make float from '" + text + "'");
            }
        }
    },
    DOUBLE {
        @Override
        public void validate(byte[] array, int offset, int length) {
            if (length != 8) {
                throw new InvalidRequest("Expected 8 or 0 byte value for a double (" + length + ")");
            }
        }

        @Override
        public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
            return Double.compare(
                    Double.longBitsToDouble(Wire.longAt(a, aOffset)), Double.longBitsToDouble(Wire.longAt(b, bOffset)));
        }

        @Override
        public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
            long bits = Double.doubleToLongBits(Double.longBitsToDouble(Wire.longAt(array, offset)));
            out.i64(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
        }

        @Override
        public byte[] readOrdered(OrderedReader in) {
            long ordered = in.i64();
            return Wire.ofLong(ordered < 0 ? ordered ^ Long.MIN_VALUE : ~ordered);
        }

        @Override
        public String format(byte[] wire) {
            return Double.toString(Wire.toDouble(wire));
        }

        @Override
        public byte[] parse(String text) {
            try {
                return Wire.ofDouble(Double.parseDouble(javaSpelling(text)));
            } catch (NumberFormatException _) {
                throw new InvalidRequest("Unable to make double from '" + text + "'");
            }
        }
    };

    @Override
    public boolean allowsEmpty() {
        return true;
    }

    @Override
    public boolean orderedIsLossless() {
        return false;
    }

    /// CQL takes NaN and Infinity in any case; Java would also take suffixes and hexadecimal, which CQL does not.
    private static String javaSpelling(String text) {
        String sign = text.startsWith("-") ? "-" : "";
        String rest = text.substring(sign.length());
        if (rest.equalsIgnoreCase("nan")) {
            return "NaN";
        }
        if (rest.equalsIgnoreCase("infinity")) {
            return sign + "Infinity";
        }
        if (!rest.isEmpty() && "0123456789.".indexOf(rest.charAt(rest.length() - 1)) < 0) {
            throw new NumberFormatException(text);
        }
        return text;
    }
}
