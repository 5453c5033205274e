package org.helenus.schema.type;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;

/// `uuid`: by version, then version 1 by time, others by their bytes. `timeuuid`: version 1 only, by time, then by the
/// last eight bytes, each signed.
///
/// Ordered: the first eight bytes turned so that version and time come first, then the last eight.
enum UuidForm implements ScalarForm {
    UUID {
        @Override
        long orderedHigh(long high) {
            return version(high) == 1 ? timeFirst(high) : versionFirst(high);
        }

        @Override
        long wireHigh(long ordered) {
            return ordered >>> 60 == 1 ? timeLast(ordered) : versionBack(ordered);
        }

        @Override
        long orderedLow(long low) {
            return low;
        }
    },
    TIMEUUID {
        @Override
        public void validate(byte[] array, int offset, int length) {
            super.validate(array, offset, length);
            if ((array[offset + 6] & 0xF0) != 0x10) {
                throw new InvalidRequest("Invalid version for TimeUUID type.");
            }
        }

        @Override
        long orderedHigh(long high) {
            return timeFirst(high);
        }

        @Override
        long wireHigh(long ordered) {
            return timeLast(ordered);
        }

        @Override
        long orderedLow(long low) {
            return low ^ 0x8080_8080_8080_8080L;
        }

        @Override
        public byte[] parse(String text) {
            byte[] wire = super.parse(text);
            if ((wire[6] & 0xF0) != 0x10) {
                throw new InvalidRequest("TimeUUID supports only version 1 UUIDs");
            }
            return wire;
        }
    };

    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    abstract long orderedHigh(long high);

    abstract long wireHigh(long ordered);

    /// Its own inverse.
    abstract long orderedLow(long low);

    private static int version(long high) {
        return (int) (high >>> 12) & 0xF;
    }

    /// time_low, time_mid, version and time_hi → version and time_hi, time_mid, time_low.
    private static long timeFirst(long high) {
        return high << 48 | (high << 16) & 0xFFFF_0000_0000L | high >>> 32;
    }

    private static long timeLast(long ordered) {
        return ordered << 32 | (ordered >>> 16) & 0xFFFF_0000L | ordered >>> 48;
    }

    private static long versionFirst(long high) {
        return (long) version(high) << 60 | (high >>> 16) << 12 | high & 0xFFF;
    }

    private static long versionBack(long ordered) {
        return (ordered << 4 >>> 16) << 16 | (ordered >>> 60) << 12 | ordered & 0xFFF;
    }

    @Override
    public boolean allowsEmpty() {
        return true;
    }

    @Override
    public void validate(byte[] array, int offset, int length) {
        if (length != 16) {
            throw new InvalidRequest("UUID should be 16 or 0 bytes (" + length + ")");
        }
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        int byHigh = Long.compareUnsigned(orderedHigh(Wire.longAt(a, aOffset)), orderedHigh(Wire.longAt(b, bOffset)));
        return byHigh != 0
                ? byHigh
                : Long.compareUnsigned(
                        orderedLow(Wire.longAt(a, aOffset + 8)), orderedLow(Wire.longAt(b, bOffset + 8)));
    }

    @Override
    public void writeOrdered(byte[] array, int offset, int length, ByteWriter out) {
        out.i64(orderedHigh(Wire.longAt(array, offset)));
        out.i64(orderedLow(Wire.longAt(array, offset + 8)));
    }

    @Override
    public byte[] readOrdered(OrderedReader in) {
        long high = wireHigh(in.i64());
        return Wire.ofUuid(new UUID(high, orderedLow(in.i64())));
    }

    @Override
    public String format(byte[] wire) {
        return Wire.toUuid(wire).toString();
    }

    @Override
    public byte[] parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!TEXT.matcher(lower).matches()) {
            throw new InvalidRequest("Unable to make UUID from '" + text + "'");
        }
        return Wire.ofUuid(java.util.UUID.fromString(lower));
    }
}
