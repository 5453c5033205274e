package org.helenus.compaction;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Makes version 1 UUIDs of which no two are alike: of the time, and of a count in the place of a clock sequence and
/// node. Any thread.
final class TimeUuid {
    /// 1582-10-15, where version 1 counts from, in 100 ns before 1970.
    private static final long EPOCH = 0x01B21DD213814000L;

    /// Variant 2, and a node address that says of itself that it is none.
    private static final long LOW = 0x8000_0100_0000_0000L;

    private final AtomicLong count;

    /// @param first where the count begins; another one for each life of a server
    TimeUuid(long first) {
        count = new AtomicLong(first);
    }

    /// @param micros since 1970
    UUID of(long micros) {
        long ticks = micros * 10 + EPOCH;
        long high = ticks << 32 | ticks >>> 16 & 0xFFFF0000L | 0x1000L | ticks >>> 48 & 0x0FFFL;
        return new UUID(high, LOW | count.getAndIncrement() & 0xFFFFFFFFL);
    }
}
