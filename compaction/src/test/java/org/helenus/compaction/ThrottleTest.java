package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.helenus.storage.ManualClock;
import org.junit.jupiter.api.Test;

final class ThrottleTest {
    private final ManualClock clock = new ManualClock(0);
    private final Throttle throttle = new Throttle(clock, nanos -> clock.advance(Duration.ofNanos(nanos)), 1000);

    private double seconds(long bytes) {
        long before = clock.monotonicNanos();
        for (long done = 0; done < bytes; done += 10) {
            throttle.acquire(10, () -> false);
        }
        return (clock.monotonicNanos() - before) / 1e9;
    }

    @Test
    void letsThroughWhatItIsTold() {
        assertThat(seconds(10_000)).isBetween(9.9, 10.1);
    }

    @Test
    void followsAChangeAtOnce() {
        seconds(1000);
        throttle.setBytesPerSecond(100_000);
        assertThat(seconds(10_000)).isBetween(0.0, 0.2);
        throttle.setBytesPerSecond(100);
        assertThat(seconds(1000)).isBetween(9.0, 10.1);
        assertThat(throttle.bytesPerSecond()).isEqualTo(100);
    }

    @Test
    void whoWaitsFollowsAChangeToo() {
        var pauses = new int[1];
        var own = new Throttle[1];
        own[0] = new Throttle(
                clock,
                nanos -> {
                    clock.advance(Duration.ofNanos(nanos));
                    if (++pauses[0] == 20) { // after a second
                        own[0].setBytesPerSecond(10_000);
                    }
                },
                100);
        long before = clock.monotonicNanos();
        own[0].acquire(10_100, () -> false);
        assertThat((clock.monotonicNanos() - before) / 1e9).isBetween(1.8, 2.1);
    }

    @Test
    void nobodyWaitsForWhatWasStopped() {
        throttle.setBytesPerSecond(1);
        long before = clock.monotonicNanos();
        throttle.acquire(1_000_000, () -> clock.monotonicNanos() - before > 3_000_000_000L);
        assertThat((clock.monotonicNanos() - before) / 1e9).isBetween(3.0, 3.1);
    }

    @Test
    void zeroIsNoLimit() {
        throttle.setBytesPerSecond(0);
        assertThat(seconds(10_000_000)).isZero();
        throttle.setBytesPerSecond(1000);
        assertThat(seconds(1000)).isBetween(0.9, 1.1);
    }

    @Test
    void aPauseIsNotSavedUp() {
        clock.advance(Duration.ofHours(1));
        assertThat(seconds(10_000)).isBetween(9.15, 9.25); // but for what may be caught up with
    }

    /// With 0.8 s at most, at four times the rate.
    @Test
    void whoWasKeptFromItCatchesUp() {
        seconds(1000);
        clock.advance(Duration.ofMillis(600));
        assertThat(seconds(10_000)).isBetween(9.35, 9.45);
        clock.advance(Duration.ofMillis(600));
        assertThat(seconds(600)).isBetween(0.09, 0.16);
        clock.advance(Duration.ofHours(1));
        assertThat(seconds(10_000)).isBetween(9.15, 9.25);
    }

    @Test
    void aRateBelowZeroIsRefused() {
        assertThatThrownBy(() -> throttle.setBytesPerSecond(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
