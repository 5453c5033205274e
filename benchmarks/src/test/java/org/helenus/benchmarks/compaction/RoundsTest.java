package org.helenus.benchmarks.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.helenus.benchmarks.compaction.LatencyRun.Half;
import org.helenus.benchmarks.compaction.LatencyRun.Round;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final long MILLI = 1_000_000;

    private static Half half(double p99Millis, double p999Millis) {
        var late = new Control.Late((long) (p99Millis * MILLI), (long) (p999Millis * MILLI), 9 * MILLI);
        return new Half(new OpenLoop.Measured(new Latencies(), new Latencies()), late, 0);
    }

    private static Round round(double calm, double merging) {
        return new Round(half(calm, 3), half(merging, 3));
    }

    @Test
    void theBestMayComeLate() {
        var early = round(5, 5);
        var late = round(0.3, 0.4);
        assertThat(Round.undisturbed(List.of(early))).containsExactly(early);
        assertThat(Round.undisturbed(List.of(early, late))).containsExactly(late);
    }

    @Test
    void eachHalfIsComparedWithItsKind() {
        var usual = round(0.1, 5);
        var alike = round(0.25, 6);
        var movedWhileCalm = round(5, 5);
        assertThat(Round.undisturbed(List.of(usual, movedWhileCalm, alike))).containsExactly(usual, alike);
    }

    @Test
    void theWorstThousandthCountsToo() {
        var fine = round(0.1, 0.1);
        var moved = new Round(half(0.1, 7), half(0.1, 3));
        assertThat(Round.undisturbed(List.of(moved, fine))).containsExactly(fine);
    }

    @Test
    void whereTooFewAreLeftTheLeastLateCount() {
        var worst = round(9, 9);
        var best = round(0.1, 0.1);
        var second = round(1, 4);
        assertThat(Round.leastDisturbed(List.of(worst, best, second), 2)).containsExactly(best, second);
        assertThat(Round.leastDisturbed(List.of(worst, best, second), 1)).containsExactly(best);
    }
}
