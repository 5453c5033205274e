package org.helenus.storage.sstable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PartitionHistogramTest {
    private static String text(PartitionHistogram histogram) {
        var text = new ArrayList<String>();
        histogram.forEach((least, bound, count) -> text.add(least + "…" + bound + ":" + count));
        return String.join(" ", text);
    }

    private static PartitionHistogram of(List<Long> values) {
        var counts = new long[PartitionHistogram.BUCKETS];
        values.forEach(value -> counts[PartitionHistogram.bucket(value)]++);
        return new PartitionHistogram(counts);
    }

    @Test
    void bucketsAreThoseOfCassandra() {
        assertThat(text(of(List.of(0L, 1L, 2L, 8L, 9L, 10L, 11L, 12L, 13L, 259L, 310L, 311L))))
                .isEqualTo("0…1:2 2…2:1 8…8:1 9…10:2 11…12:2 13…14:1 259…310:2 311…372:1");
        assertThat(text(of(List.of(Long.MAX_VALUE)))).endsWith("…" + Long.MAX_VALUE + ":1");
        assertThat(text(PartitionHistogram.NONE)).isEmpty();
    }

    @Test
    void everyNumberIsWithinItsBounds() {
        for (long value = 1; value > 0 && value < Long.MAX_VALUE / 2; value += 1 + value / 7) {
            long expected = value;
            of(List.of(value)).forEach((least, bound, _) -> assertThat(expected).isBetween(least, bound));
        }
    }

    @Test
    void histogramsAreAdded() {
        assertThat(text(of(List.of(1L, 5L)).plus(of(List.of(5L, 6L))))).isEqualTo("0…1:1 5…5:2 6…6:1");
    }
}
