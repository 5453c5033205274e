package org.helenus.storage.sstable;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TombstoneHistogramTest {
    @Test
    void isExactWhileThereIsRoom() {
        var builder = new TombstoneHistogram.Builder();
        for (long second : new long[] {30, 10, 20, 10}) {
            builder.add(second);
        }
        assertThat(builder.build()).hasToString("{10=2, 20=1, 30=1}");
        assertThat(builder.build().countBefore(20)).isEqualTo(2);
        assertThat(builder.build().countBefore(21)).isEqualTo(3);
    }

    @Test
    void joinsTheNearestAndLosesNone() {
        var builder = new TombstoneHistogram.Builder();
        for (int i = 0; i < 1000; i++) {
            builder.add(i * 10L);
        }
        builder.add(100_000);
        var histogram = builder.build();
        assertThat(histogram.seconds()).hasSize(TombstoneHistogram.MAX_POINTS);
        assertThat(histogram.total()).isEqualTo(1001);
        assertThat(histogram.seconds()).isSorted();
        assertThat(histogram.countBefore(5_000)).isBetween(400.0, 600.0);
        assertThat(histogram.countBefore(50_000)).isEqualTo(1000);
    }
}
