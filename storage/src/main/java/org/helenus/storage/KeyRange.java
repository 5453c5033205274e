package org.helenus.storage;

import java.util.Arrays;

/// Row keys from `start` (inclusive) to `end` (exclusive) in unsigned byte order. The arrays are not copied: whoever
/// makes a range leaves them alone.
public record KeyRange(byte[] start, byte[] end) {
    /// Every key. The end is longer than the longest partition key, so no chosen key lies behind it.
    public static final KeyRange ALL = new KeyRange(new byte[0], highest());

    private static byte[] highest() {
        var end = new byte[Long.BYTES + 0xFFFF + 1];
        Arrays.fill(end, (byte) 0xFF);
        return end;
    }

    /// Whether no key can be in it.
    public boolean isEmpty() {
        return Arrays.compareUnsigned(start, end) >= 0;
    }

    /// Whether `start ≤ key < end`.
    public boolean contains(byte[] key) {
        return Arrays.compareUnsigned(start, key) <= 0 && Arrays.compareUnsigned(key, end) < 0;
    }

    /// Whether the two share a key.
    public boolean intersects(KeyRange other) {
        return !isEmpty()
                && !other.isEmpty()
                && Arrays.compareUnsigned(start, other.end) < 0
                && Arrays.compareUnsigned(other.start, end) < 0;
    }

    /// What both contain; empty when they share nothing.
    public KeyRange intersection(KeyRange other) {
        byte[] from = Arrays.compareUnsigned(start, other.start) >= 0 ? start : other.start;
        byte[] to = Arrays.compareUnsigned(end, other.end) <= 0 ? end : other.end;
        return new KeyRange(from, to);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyRange range && Arrays.equals(start, range.start) && Arrays.equals(end, range.end);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(start) + Arrays.hashCode(end);
    }

    @Override
    public String toString() {
        var hex = java.util.HexFormat.of();
        return "[" + hex.formatHex(start) + ", " + hex.formatHex(end) + ")";
    }
}
