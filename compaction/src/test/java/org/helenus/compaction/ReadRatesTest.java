package org.helenus.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.helenus.storage.ManualClock;
import org.helenus.storage.sstable.SSTableId;
import org.junit.jupiter.api.Test;

final class ReadRatesTest {
    private final ManualClock clock = new ManualClock(0);
    private final ReadRates rates = new ReadRates(clock);
    private final SSTableId file = new SSTableId(1, 1);

    @Test
    void approachesTheRateAndForgetsIt() {
        long reads = 0;
        assertThat(rates.of(file, reads)).isZero();
        for (int minute = 0; minute < 6 * 60; minute++) {
            clock.advance(Duration.ofMinutes(1));
            reads += 600;
            rates.of(file, reads);
        }
        assertThat(rates.of(file, reads)).isBetween(9.0, 10.0);
        clock.advance(Duration.ofHours(2));
        assertThat(rates.of(file, reads)).isBetween(3.3, 3.7);
        rates.retain(Set.of());
        assertThat(rates.of(file, reads)).isZero();
    }
}
