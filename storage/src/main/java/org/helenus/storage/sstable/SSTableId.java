package org.helenus.storage.sstable;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What an SSTable is called for ever: 128 random bits inside the file, repeated in its name. They survive rename,
/// link and restore, and every checksum of the file covers them, so a block of another file is never taken for one of
/// this.
public record SSTableId(long high, long low) implements Comparable<SSTableId> {
    /// The end of every SSTable's file name.
    public static final String SUFFIX = ".sst";

    public static SSTableId random(RandomGenerator random) {
        return new SSTableId(random.nextLong(), random.nextLong());
    }

    /// `<32 hexadecimal digits>.sst`
    public String fileName() {
        return this + SUFFIX;
    }

    /// The id in a file name as [#fileName] makes it; empty for any other name.
    public static Optional<SSTableId> ofFileName(String name) {
        if (name.length() != 32 + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        for (int i = 0; i < 32; i++) {
            char c = name.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return Optional.empty();
            }
        }
        return Optional.of(
                new SSTableId(HexFormat.fromHexDigitsToLong(name, 0, 16), HexFormat.fromHexDigitsToLong(name, 16, 32)));
    }

    @Override
    public int compareTo(SSTableId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        var hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
