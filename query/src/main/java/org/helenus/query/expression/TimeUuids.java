package org.helenus.query.expression;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.helenus.storage.Clock;

/// Makes version 1 UUIDs: the time in 100 ns since 1582, strictly increasing, with a node and clock sequence chosen
/// once.
///
/// Threads: any.
public final class TimeUuids {
    /// 100 ns between 1582-10-15 and 1970-01-01.
    public static final long EPOCH_TICKS = 0x01B21DD213814000L;

    /// 2010-01-01.
    private static final long MIRROR_TICKS = EPOCH_TICKS + 1_262_304_000L * 10_000_000L;

    private final Clock clock;
    private final long low;
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong lastMirrored = new AtomicLong(Long.MAX_VALUE);

    public TimeUuids(Clock clock, RandomGenerator random) {
        this.clock = clock;
        // variant 10, 14 bits of clock sequence, a node with the multicast bit that no network card has
        low = 0x8000_0100_0000_0000L | random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL;
    }

    /// A UUID for now, later than all before it: 16 bytes.
    public byte[] next() {
        long now = clock.wallMicros() * 10 + EPOCH_TICKS;
        return bytes(last.accumulateAndGet(now, (before, wanted) -> Math.max(before + 1, wanted)), low);
    }

    /// The time of the last one, in ticks since 1582.
    public long last() {
        return last.get();
    }

    /// Gives times behind this one again: when the clock was set back, and nothing is left that holds a later one.
    public void goBack(long earlier) {
        last.set(earlier);
    }

    /// UUIDs before all that this method gave earlier, and rising among themselves: where elements put in front of
    /// a list go. Their time is that of now, mirrored at 2010.
    public byte[][] before(int count) {
        long mirrored = 2 * MIRROR_TICKS - (clock.wallMicros() * 10 + EPOCH_TICKS);
        long first = lastMirrored.accumulateAndGet(mirrored, (earlier, wanted) -> Math.min(earlier, wanted) - count);
        var uuids = new byte[count][];
        for (int i = 0; i < count; i++) {
            uuids[i] = bytes(first + i, low);
        }
        return uuids;
    }

    private static byte[] bytes(long ticks, long low) {
        long high = ticks << 32 | (ticks >>> 16) & 0xFFFF_0000L | 0x1000 | (ticks >>> 48) & 0x0FFF;
        var uuid = new byte[16];
        for (int i = 0; i < 8; i++) {
            uuid[i] = (byte) (high >>> (56 - 8 * i));
            uuid[8 + i] = (byte) (low >>> (56 - 8 * i));
        }
        return uuid;
    }

    /// The time of a version 1 UUID, in ticks since 1582.
    public static long ticks(byte[] uuid, int offset) {
        long high = 0;
        for (int i = 0; i < 8; i++) {
            high = high << 8 | uuid[offset + i] & 0xFF;
        }
        return high >>> 32 | (high & 0xFFFF_0000L) << 16 | (high & 0x0FFF) << 48;
    }
}
