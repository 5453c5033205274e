package org.helenus.schema.type;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// `date`: days as an unsigned integer, 2³¹ is 1970-01-01. Text: `yyyy-MM-dd`, or the integer itself.
final class DateForm implements ScalarForm {
    private static final long EPOCH = 1L << 31;
    private static final Pattern RAW = Pattern.compile("-?\\d+");
    private static final Pattern DATE = Pattern.compile("([+-]\\d{1,9}|\\d{1,4})-(\\d{1,2})-(\\d{1,2})");

    @Override
    public boolean allowsEmpty() {
        return false;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        if (length != 4) {
            throw new InvalidRequest("Expected 4 byte long for date (" + length + ")");
        }
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return Integer.compareUnsigned(Wire.intAt(a, aOffset), Wire.intAt(b, bOffset));
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        out.i32(Wire.intAt(array, offset));
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        return Wire.ofInt(in.i32());
    }

    @Override
    public String format(byte[] wire) {
        return "'" + LocalDate.ofEpochDay(Integer.toUnsignedLong(Wire.toInt(wire)) - EPOCH) + "'";
    }

    @Override
    public boolean isQuoted() {
        return true;
    }

    @Override
    public byte[] parse(String text) {
        try {
            if (RAW.matcher(text).matches()) {
                return days(Long.parseLong(text), text);
            }
            var matcher = DATE.matcher(text);
            if (matcher.matches()) {
                var date = LocalDate.of(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)));
                return days(date.toEpochDay() + EPOCH, text);
            }
        } catch (NumberFormatException | DateTimeException _) {
            // no such day: told below
        }
        throw unable(text);
    }

    private static byte[] days(long unsigned, String text) {
        if (unsigned < 0 || unsigned > 0xFFFF_FFFFL) {
            throw new InvalidRequest("Unable to make unsigned int (for date) from: '" + text + "'");
        }
        return Wire.ofInt((int) unsigned);
    }

    private static InvalidRequest unable(String text) {
        return new InvalidRequest("Unable to coerce '" + text + "' to a formatted date (long)");
    }
}
