package org.helenus.benchmarks.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void quantilesAreThoseOfASortedList() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        long[] all = new long[10_000];
        var latencies = new Latencies();
        for (int i = 0; i < all.length; i++) {
            all[i] = random.nextLong(1L << random.nextInt(1, 40));
            latencies.add(all[i]);
        }
        Arrays.sort(all);
        for (double share : new double[] {0.01, 0.5, 0.99, 0.999, 1}) {
            double exact = all[(int) Math.ceil(all.length * share) - 1];
            assertThat((double) latencies.quantileNanos(share))
                    .as("seed %s, %s", seed, share)
                    .isCloseTo(exact, Percentage.withPercentage(2));
        }
        assertThat(latencies.maxNanos()).isEqualTo(all[all.length - 1]);
        assertThat(latencies.count()).isEqualTo(all.length);
    }

    @Test
    void theSmallestAndTheGreatest() {
        var latencies = new Latencies();
        assertThat(latencies.quantileNanos(0.99)).isZero();
        latencies.add(-5);
        assertThat(latencies.quantileNanos(0.99)).isZero();
        latencies.add(Long.MAX_VALUE);
        assertThat(latencies.quantileNanos(1)).isEqualTo(Long.MAX_VALUE);
    }
}
