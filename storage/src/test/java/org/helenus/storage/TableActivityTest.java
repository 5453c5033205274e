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
            activity.endRead(begin, false, i, 0);
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
    void sstablesAreCountedOneByOneAndManyTogether() {
        assertThat(activity.sstablesPerRead()).containsOnly(0);
        for (long sstables : new long[] {0, 1, 1, 2, 127, 128, 10_000}) {
            activity.touched(sstables);
        }
        assertThat(activity.sstablesPerRead()).startsWith(1, 2, 1, 0).endsWith(0, 3);
    }

    @Test
    void scansAreCountedApart() {
        activity.endRead(activity.begin(), true, 5, 7);
        activity.endRead(activity.begin(), false, 1, 0);
        assertThat(activity.scanning().count()).isOne();
        assertThat(activity.reading().count()).isOne();
        assertThat(activity.reads()).isEqualTo(2);
        assertThat(activity.scanning().latency().count()).isOne();
        assertThat(activity.reading().latency().count()).isZero();
    }

    @Test
    void whatReadsCameAcrossIsSampledButForTheMost() {
        for (int i = 0; i < 160; i++) {
            activity.endRead(activity.begin(), false, i == 7 ? 1_000 : 3, i % 2);
        }
        assertThat(activity.rowsPerRead().greatest()).isEqualTo(1_000);
        assertThat(activity.rowsPerRead().percentile(0.99)).isEqualTo(3);
        assertThat(activity.tombstonesPerRead().greatest()).isOne();
        assertThat(activity.tombstonesPerRead().percentile(0.5)).isOne();
    }

    @Test
    void whatReadsCameAcrossIsForgottenAfterFiveMinutes() {
        assertThat(activity.recentRows().mean()).isNaN();
        assertThat(activity.recentRows().greatest()).isZero();
        for (int minute = 0; minute < 7; minute++) {
            for (int i = 0; i < 160; i++) {
                activity.endRead(activity.begin(), false, i == 7 ? 100 - minute : minute, 0);
            }
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(activity.recentRows().mean()).isEqualTo(4.5); // the minutes 3 to 6
        assertThat(activity.recentRows().greatest()).isEqualTo(97);
        assertThat(activity.recentTombstones().mean()).isZero();
        clock.advance(Duration.ofMinutes(3));
        assertThat(activity.recentRows().mean()).isEqualTo(6);
        assertThat(activity.recentRows().greatest()).isEqualTo(94);
        clock.advance(Duration.ofMinutes(1));
        assertThat(activity.recentRows().mean()).isNaN();
        assertThat(activity.recentRows().greatest()).isZero();
    }

    @Test
    void theRateIsThatOfTheLastMinute() {
        for (int second = 0; second < 600; second++) {
            for (int i = 0; i < 32; i++) {
                activity.endWrite(activity.begin());
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(activity.writing().perSecond()).isBetween(31.0, 33.0);
        clock.advance(Duration.ofMinutes(1));
        assertThat(activity.writing().perSecond()).isBetween(10.0, 13.0); // a third is left
        clock.advance(Duration.ofMinutes(10));
        assertThat(activity.writing().perSecond()).isLessThan(0.1);
        assertThat(activity.reading().perSecond()).isZero();
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
