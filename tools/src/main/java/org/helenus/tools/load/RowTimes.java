package org.helenus.tools.load;

import java.util.OptionalLong;
import org.helenus.storage.Clock;

/// Write timestamps of rows that are loaded: each greater than the one before, so that of two lines of one row the
/// later
/// wins. They begin with a timestamp that was asked for, one microsecond a line, or follow the clock as a server's do.
/// One thread.
final class RowTimes {
    private final Clock clock;
    private final boolean follows;
    private final int ttl;
    private long last;

    /// @param ttl seconds; 0: rows do not expire
    RowTimes(Clock clock, OptionalLong first, int ttl) {
        this.clock = clock;
        this.ttl = ttl;
        follows = first.isEmpty();
        last = first.orElse(clock.wallMicros()) - 1;
    }

    void next() {
        last = follows ? Math.max(last + 1, clock.wallMicros()) : last + 1;
    }

    long timestamp() {
        return last;
    }

    int ttl() {
        return ttl;
    }

    long nowSeconds() {
        return clock.wallMicros() / 1_000_000;
    }

    /// When a row of now expires.
    long expirySeconds() {
        return ttl == 0 ? 0 : nowSeconds() + ttl;
    }
}
