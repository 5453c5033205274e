package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TableActivityTest {
    private final ManualClock clock = new ManualClock(0);
    private final TableActivity activity = new TableActivity(clock);

    @Test
    void allIsCountedAndOneInSixteenTimed() {
        for (int i = 0; i < 160; i++) {
            long begin = activity.begin();
            clock.advance(Duration.ofNanos(i < 80 ? 50_000 : 300_000));
            activity.endRead(begin);
        }
        assertThat(activity.reads()).isEqualTo(160);
        assertThat(activity.writes()).isZero();
        var latency = activity.readLatency();
        assertThat(latency.count()).isEqualTo(10);
        assertThat(latency.meanMicros()).isEqualTo(175);
        assertThat(latency.micros(0.5)).isEqualTo(50);
        assertThat(latency.micros(0.51)).isEqualTo(310);
        assertThat(latency.minMicros()).isEqualTo(43);
        assertThat(latency.micros(1)).isEqualTo(310);
    }

    @Test
    void nothingIsNoFigure() {
        var latency = activity.writeLatency();
        assertThat(latency.count()).isZero();
        assertThat(latency.meanMicros()).isNaN();
        assertThat(latency.micros(0.99)).isZero();
        assertThat(latency.minMicros()).isZero();
    }

    @Test
    void bucketsAreThoseOfCassandra() {
        var histogram = new LatencyHistogram();
        for (long micros : new long[] {1, 2, 9, 10, 11, 13, 25, 61, 87, 104, 373}) {
            histogram.add(micros * 1_000);
        }
        var latency = histogram.snapshot();
        var bounds = new double[11];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = latency.micros((i + 0.5) / bounds.length);
        }
        assertThat(bounds).containsExactly(1, 2, 10, 10, 12, 14, 29, 72, 103, 124, 446);
        histogram.add(Duration.ofDays(10).toNanos());
        assertThat(histogram.snapshot().micros(1)).isInfinite();
    }
}
