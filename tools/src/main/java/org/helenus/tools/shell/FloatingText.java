package org.helenus.tools.shell;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Floating-point numbers as cqlsh shows them: so many significant digits, or so many behind the point when the number
/// is not too large or small, without trailing zeros.
final class FloatingText {
    private FloatingText() {}

    static String format(double value, int digits) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return general(value, precision(Math.abs(value), digits));
    }

    /// The digits left of the point do not count when the number is written without an exponent.
    private static int precision(double magnitude, int digits) {
        if (magnitude <= Math.ulp(1.0)) {
            return digits;
        }
        int exponent = (int) Math.log10(magnitude);
        return exponent >= -4 && exponent < digits ? digits + exponent + 1 : digits;
    }

    /// C's `%g`.
    private static String general(double value, int precision) {
        var rounded = new BigDecimal(value).round(new MathContext(Math.max(1, precision), RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < Math.max(1, precision)) {
            return rounded.stripTrailingZeros().toPlainString();
        }
        var digits = rounded.unscaledValue().abs().toString().replaceAll("0+$", "");
        var fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return "%s%s%se%s%02d"
                .formatted(
                        value < 0 ? "-" : "", digits.charAt(0), fraction, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
