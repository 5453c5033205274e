package org.helenus.compaction;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import org.helenus.storage.KeyRange;

/// A part of the token ring, 0 … 1. Tokens are uniform, so a share of the ring is about the same share of the
/// partitions.
///
/// @param from inclusive
/// @param to exclusive
record RingSpan(double from, double to) {
    /// Less than this is a single partition, or two that happen to be near: its share says nothing of its density.
    private static final double LEAST = Math.scalb(1.0, -48);

    static RingSpan of(SSTableSummary file) {
        return of(file.range());
    }

    static RingSpan of(KeyRange keys) {
        return new RingSpan(fraction(keys.start()), fraction(keys.end()));
    }

    /// From the first key of some ranges to the last.
    static RingSpan around(Collection<KeyRange> ranges) {
        var spans = ranges.stream().map(RingSpan::of).toList();
        return new RingSpan(
                spans.stream().mapToDouble(RingSpan::from).min().orElse(0),
                spans.stream().mapToDouble(RingSpan::to).max().orElse(1));
    }

    /// Which part of this lies in another; all or nothing where this is hardly more than one partition.
    double partIn(RingSpan other) {
        if (width() < LEAST) {
            return from >= other.from && from <= other.to ? 1 : 0;
        }
        return new RingSpan(Math.max(from, other.from), Math.min(to, other.to)).width() / width();
    }

    double width() {
        return Math.max(0, to - from);
    }

    /// The share that a file's size is related to; 1 when the file holds hardly more than one partition.
    static double share(SSTableSummary file) {
        return orAll(of(file).width());
    }

    /// The share of what several key ranges cover together, each place counted once.
    static double share(Collection<KeyRange> ranges) {
        var spans = ranges.stream()
                .map(RingSpan::of)
                .sorted(java.util.Comparator.comparingDouble(RingSpan::from))
                .toList();
        double covered = 0;
        double reached = 0;
        for (RingSpan span : spans) {
            covered += Math.max(0, span.to - Math.max(reached, span.from));
            reached = Math.max(reached, span.to);
        }
        return orAll(covered);
    }

    private static double orAll(double share) {
        return share < LEAST ? 1 : share;
    }

    /// A key's place on the ring.
    static double fraction(byte[] key) {
        double place = 0;
        double unit = 1;
        for (int i = 0; i < 8; i++) {
            unit /= 256;
            place += i < key.length ? (key[i] & 0xFF) * unit : 0;
        }
        return place;
    }

    /// A key's place on the ring, in units of 2⁻⁶⁴, unsigned.
    static long place(byte[] key) {
        long place = 0;
        for (int i = 0; i < 8; i++) {
            place = place << 8 | (i < key.length ? key[i] & 0xFF : 0);
        }
        return place;
    }

    /// The token that a key begins with; of a bound without one, the token that it lies at.
    static long token(byte[] key) {
        return place(key) ^ Long.MIN_VALUE;
    }

    /// The least key at a place.
    static byte[] key(long place) {
        return ByteBuffer.allocate(8).putLong(place).array();
    }

    /// Which of `count` equal parts a place lies in.
    static int shardOf(long place, int count) {
        return (int) Math.unsignedMultiplyHigh(place, count);
    }

    /// The first place of a part.
    static long shardStart(int shard, int count) {
        var ring = BigInteger.ONE.shiftLeft(64);
        var divided = ring.multiply(BigInteger.valueOf(shard)).divideAndRemainder(BigInteger.valueOf(count));
        return divided[0].longValue() + (divided[1].signum() == 0 ? 0 : 1);
    }
}
