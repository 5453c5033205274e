package org.helenus.schema.type;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// `time`: nanoseconds since midnight. Text: `HH:mm:ss[.fraction]`, or the nanoseconds.
final class TimeForm implements ScalarForm {
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final Pattern RAW = Pattern.compile("-?\\d+");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{1,9}))?");

    @Override
    public boolean allowsEmpty() {
        return false;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        if (length != 8) {
            throw new InvalidRequest("Expected 8 byte long for time (" + length + ")");
        }
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        return Long.compareUnsigned(Wire.longAt(a, aOffset), Wire.longAt(b, bOffset));
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        out.i64(Wire.longAt(array, offset));
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        return Wire.ofLong(in.i64());
    }

    @Override
    public String format(byte[] wire) {
        long nanos = Wire.toLong(wire);
        long seconds = nanos / 1_000_000_000L;
        return "'%02d:%02d:%02d.%09d'"
                .formatted(seconds / 3600, seconds / 60 % 60, seconds % 60, nanos % 1_000_000_000L);
    }

    @Override
    public boolean isQuoted() {
        return true;
    }

    @Override
    public byte[] parse(String text) {
        if (RAW.matcher(text).matches()) {
            return raw(text);
        }
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw unable(text);
        }
        int hours = Integer.parseInt(matcher.group(1));
        int minutes = Integer.parseInt(matcher.group(2));
        int seconds = Integer.parseInt(matcher.group(3));
        if (hours > 23 || minutes > 59 || seconds > 59) {
            throw unable(text);
        }
        String fraction = matcher.group(4) == null ? "" : matcher.group(4);
        long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
        return Wire.ofLong(((hours * 60L + minutes) * 60L + seconds) * 1_000_000_000L + nanos);
    }

    private static byte[] raw(String text) {
        try {
            long nanos = Long.parseLong(text);
            if (nanos >= 0 && nanos < DAY_NANOS) {
                return Wire.ofLong(nanos);
            }
        } catch (NumberFormatException _) {
            throw unable(text);
        }
        throw new InvalidRequest("Unable to make long (for time) from: '" + text + "'");
    }

    private static InvalidRequest unable(String text) {
        return new InvalidRequest("(TimeType) Unable to coerce '" + text + "' to a formatted time (long)");
    }
}
