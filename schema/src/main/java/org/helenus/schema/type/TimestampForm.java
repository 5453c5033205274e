package org.helenus.schema.type;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// `timestamp`: milliseconds since 1970, signed.
///
/// Text: milliseconds, or `yyyy-MM-dd[( |T)HH:mm[:ss[.fraction]]][zone]`; the zone is an offset, `Z` or a name.
/// Without one the time is the server's local time. Printed in UTC.
final class TimestampForm implements ScalarForm {
    private static final IntegerForm LONG = new IntegerForm(8, true, "Expected 8 or 0 byte long for date (%d)", "long");
    private static final Pattern MILLIS = Pattern.compile("[+-]?\\d+");
    private static final Pattern DATE_TIME = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})"
            + "(?:[T ](\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,9}))?)?)?"
            + "\\s*(Z|z|[+-]\\d{2}(?::?\\d{2})?|[A-Za-z][A-Za-z_/]+)?");
    private static final DateTimeFormatter PRINTED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSX", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Override
    public boolean allowsEmpty() {
        return true;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        LONG.validate(array, offset, length);
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return LONG.compare(a, aOffset, aLength, b, bOffset, bLength);
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        LONG.writeOrdered(array, offset, length, out);
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        return LONG.readOrdered(in);
    }

    /// Years beyond four digits do not read back as dates, so those print as milliseconds.
    @Override
    public String format(byte[] wire) {
        long millis = Wire.toLong(wire);
        var instant = Instant.ofEpochMilli(millis);
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        return year < 0 || year > 9999 ? Long.toString(millis) : "'" + PRINTED.format(instant) + "'";
    }

    /// Any time as a date, a year before the first as what it is before Christ, without saying so: as Cassandra.
    static String text(long millis) {
        return PRINTED.format(Instant.ofEpochMilli(millis));
    }

    @Override
    public boolean isQuoted() {
        return true;
    }

    @Override
    public byte[] parse(String text) {
        try {
            if (MILLIS.matcher(text).matches()) {
                return Wire.ofLong(Long.parseLong(text));
            }
            if (text.isEmpty()) {
                return new byte[0];
            }
            Matcher matcher = DATE_TIME.matcher(text);
            if (matcher.matches()) {
                return Wire.ofLong(millis(matcher));
            }
        } catch (NumberFormatException _) {
            throw new InvalidRequest("Unable to make long (for date) from: '" + text + "'");
        } catch (DateTimeException _) {
            // no such day, hour or zone: told below
        }
        throw new InvalidRequest("Unable to parse a date/time from '" + text + "'");
    }

    private static long millis(Matcher matcher) {
        // As Cassandra: a day up to 31 that the month does not have is its last.
        int day = number(matcher, 3);
        int length = YearMonth.of(number(matcher, 1), number(matcher, 2)).lengthOfMonth();
        var date = LocalDate.of(number(matcher, 1), number(matcher, 2), day > 31 ? day : Math.min(day, length));
        var fraction = matcher.group(7) == null ? "" : matcher.group(7);
        int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        var time = LocalTime.of(number(matcher, 4), number(matcher, 5), number(matcher, 6), nanos);
        var zone = matcher.group(8) == null ? ZoneId.systemDefault() : zone(matcher.group(8));
        return LocalDateTime.of(date, time).atZone(zone).toInstant().toEpochMilli();
    }

    private static int number(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
    }

    private static ZoneId zone(String text) {
        char first = text.charAt(0);
        if (first == '+' || first == '-') {
            return ZoneOffset.of(text);
        }
        if (text.equalsIgnoreCase("z")) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException _) {
            // abbreviations such as PST
            return DateTimeFormatter.ofPattern("z", Locale.US).parse(text, TemporalQueries.zone());
        }
    }
}
