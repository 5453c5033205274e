package org.helenus.schema.type;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.bytes.VInt;
import org.helenus.schema.error.InvalidRequest;

/// A `duration`: months, days and nanoseconds, which do not convert into each other; all of one sign.
/// On the wire three signed vints.
public record CqlDuration(int months, int days, long nanoseconds) {
    private static final long[] UNIT_NANOS = {
        3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1L
    };
    private static final String[] UNIT_NAMES = {"h", "m", "s", "ms", "us", "ns"};

    private static final String[] SYMBOLS = {"y", "mo", "w", "d", "h", "m", "s", "ms", "us", "ns"};
    private static final String[] NOUNS = {
        "years", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds"
    };
    private static final long[] FACTORS = {
        12, 1, 7, 1, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1L
    };

    private static final Pattern STANDARD = Pattern.compile("(?:\\d+(?:y|mo|w|d|h|ms|us|µs|ns|m|s))+");
    private static final Pattern STANDARD_PART = Pattern.compile("(\\d+)(y|mo|w|d|h|ms|us|µs|ns|m|s)");
    private static final Pattern ISO =
            Pattern.compile("p(?:(\\d+)y)?(?:(\\d+)m)?(?:(\\d+)d)?(?:t(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?)?");
    private static final Pattern ISO_WEEKS = Pattern.compile("p(\\d+)w");
    private static final Pattern ISO_LONG = Pattern.compile("p(\\d{4})-(\\d{2})-(\\d{2})t(\\d{2}):(\\d{2}):(\\d{2})");

    public CqlDuration {
        if ((months < 0 || days < 0 || nanoseconds < 0) && (months > 0 || days > 0 || nanoseconds > 0)) {
            throw new InvalidRequest("The duration months, days and nanoseconds must be all of the same sign (" + months
                    + ", " + days + ", " + nanoseconds + ")");
        }
    }

    /// @throws InvalidRequest when the bytes are not a duration
    public static CqlDuration read(byte[] array, int offset, int length) {
        if (length < 3) {
            throw new InvalidRequest("Expected at least 3 bytes for a duration (" + length + ")");
        }
        var parts = new long[3];
        int at = offset;
        int end = offset + length;
        for (int i = 0; i < 3; i++) {
            if (at >= end || end - at < VInt.sizeFromFirstByte(array[at])) {
                throw new InvalidRequest("Not enough bytes to read a duration (" + length + ")");
            }
            parts[i] = VInt.readSigned(array, at);
            at += VInt.sizeFromFirstByte(array[at]);
        }
        if (at != end) {
            throw new InvalidRequest("Unexpected extraneous bytes after duration value");
        }
        return new CqlDuration(narrow(parts[0], "months"), narrow(parts[1], "days"), parts[2]);
    }

    private static int narrow(long value, String noun) {
        if (value != (int) value) {
            throw new InvalidRequest("The duration " + noun + " must be a 32 bits integer but was: " + value);
        }
        return (int) value;
    }

    public byte[] wire() {
        var out = new ByteWriter(32);
        out.signedVInt(months);
        out.signedVInt(days);
        out.signedVInt(nanoseconds);
        return out.toArray();
    }

    /// Of `1y2mo3w4d5h6m7s8ms9us10ns`, `P1Y2M3DT4H5M6S`, `P3W` or `P0001-02-03T04:05:06`, each perhaps after a
    /// minus.
    ///
    /// @throws InvalidRequest when the text is none of these
    public static CqlDuration parse(String text) {
        boolean negative = text.startsWith("-");
        String body = (negative ? text.substring(1) : text).toLowerCase(Locale.ROOT);
        var sum = new Sum(negative, text);
        if (STANDARD.matcher(body).matches()) {
            Matcher part = STANDARD_PART.matcher(body);
            while (part.find()) {
                sum.add(unit(part.group(2)), part.group(1));
            }
            return sum.duration();
        }
        if (sum.addAll(ISO_LONG.matcher(body), 0, 1, 3, 4, 5, 6)
                || sum.addAll(ISO_WEEKS.matcher(body), 2)
                || sum.addAll(ISO.matcher(body), 0, 1, 3, 4, 5, 6)) {
            return sum.duration();
        }
        throw new InvalidRequest("Unable to convert '" + text.substring(negative ? 1 : 0) + "' to a duration");
    }

    private static int unit(String symbol) {
        for (int i = 0; i < SYMBOLS.length; i++) {
            if (SYMBOLS[i].equals(symbol)) {
                return i;
            }
        }
        return 8; // µs
    }

    /// As CQL reads it back: `1y2mo3d4h5m6s7ms8us9ns`.
    @Override
    public String toString() {
        if (months == 0 && days == 0 && nanoseconds == 0) {
            return "0ns";
        }
        var text = new StringBuilder();
        if (months < 0 || days < 0 || nanoseconds < 0) {
            text.append('-');
        }
        append(text, Math.abs((long) months) / 12, "y");
        append(text, Math.abs((long) months) % 12, "mo");
        append(text, Math.abs((long) days), "d");
        // The smallest long has no positive twin, so its magnitude is taken as unsigned.
        long rest = Math.abs(nanoseconds);
        for (int i = 0; i < UNIT_NANOS.length; i++) {
            append(text, Long.divideUnsigned(rest, UNIT_NANOS[i]), UNIT_NAMES[i]);
            rest = Long.remainderUnsigned(rest, UNIT_NANOS[i]);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String unit) {
        if (count != 0) {
            text.append(count).append(unit);
        }
    }

    /// Adds units up; they must come in falling order, each once, and the sums must fit.
    private static final class Sum {
        private final boolean negative;
        private final String text;
        private long months;
        private long days;
        private long nanos;
        private int last = -1;

        private Sum(boolean negative, String text) {
            this.negative = negative;
            this.text = text;
        }

        private boolean addAll(Matcher matcher, int... units) {
            if (!matcher.matches()) {
                return false;
            }
            for (int i = 0; i < units.length; i++) {
                if (matcher.group(i + 1) != null) {
                    add(units[i], matcher.group(i + 1));
                }
            }
            return true;
        }

        private void add(int unit, String digits) {
            if (unit == last) {
                throw new InvalidRequest("Invalid duration. The " + NOUNS[unit] + " are specified multiple times");
            }
            if (unit < last) {
                throw new InvalidRequest("Invalid duration. The " + NOUNS[last] + " should be after " + NOUNS[unit]);
            }
            last = unit;
            try {
                long amount = Math.multiplyExact(Long.parseLong(digits), FACTORS[unit]);
                if (unit < 2) {
                    months = Math.addExact(months, amount);
                } else if (unit < 4) {
                    days = Math.addExact(days, amount);
                } else {
                    nanos = Math.addExact(nanos, amount);
                }
            } catch (ArithmeticException | NumberFormatException _) {
                throw new InvalidRequest("Invalid duration. The value of '" + text + "' is too large");
            }
        }

        private CqlDuration duration() {
            checkFits(months, "months");
            checkFits(days, "days");
            int sign = negative ? -1 : 1;
            return new CqlDuration((int) (sign * months), (int) (sign * days), sign * nanos);
        }

        private static void checkFits(long total, String noun) {
            if (total > Integer.MAX_VALUE) {
                throw new InvalidRequest("Invalid duration. The total number of " + noun + " must be less or equal to "
                        + Integer.MAX_VALUE);
            }
        }
    }
}
