package org.helenus.storage.sstable;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyFilterTest {
    private static byte[] row(long token, long clustering) {
        return ByteBuffer.allocate(21)
                .putLong(token)
                .put((byte) 7)
                .put((byte) 0x20)
                .putLong(clustering)
                .array();
    }

    /// The promised share, on the nose or a third above, in the memory that the keys need: whatever is expected as
    /// long
    /// as hashes are kept; else when it is too many by 1, 3 and 12 times, which folds.
    @ParameterizedTest
    @CsvSource({
        "0.1, 1, 50000",
        "0.01, 1.3, 50000",
        "0.001, 1, 40000",
        "0.01, 0.9, 50000",
        "0.01, 100, 50000",
        "0.1, 1, 1",
        "0.01, 1, 39999",
        "0.001, 1, 9000",
        "0.01, 3, 9000",
        "0.01, 12, 8192",
        "0.01, 0.9, 9000"
    })
    void errsAsOftenAsItMay(double fpChance, double expectation, int kept) throws Exception {
        long seed = TestSeed.of("KeyFilterTest");
        var random = TestSeed.random(seed);
        int keys = 20_000;
        try (var arena = Arena.ofConfined()) {
            var builder = new KeyFilter.Builder(arena, (long) (2 * keys * expectation), fpChance, true, kept);
            var tokens = random.longs(keys).toArray();
            for (long token : tokens) {
                builder.addPartition(token);
                builder.addRow(row(token, token * 31), 21);
            }
            var filter = KeyFilter.open("f", 0, builder.build());
            assertThat(filter.keys()).isEqualTo(2L * keys);
            assertThat(filter.bytes() * 8.0 / (2 * keys)).isLessThan(KeyFilter.bitsPerKey(fpChance) * 1.05 + 0.2);
            for (long token : tokens) {
                assertThat(filter.mayHoldPartition(token)).isTrue();
                assertThat(filter.mayHold(row(token, token * 31), 21)).isTrue();
            }
            int questions = 200_000;
            int wrongPartitions = 0;
            int wrongRows = 0;
            for (int i = 0; i < questions; i++) {
                wrongPartitions += filter.mayHoldPartition(random.nextLong()) ? 1 : 0;
                wrongRows += filter.mayHold(row(tokens[i % keys], i), 21) ? 1 : 0;
            }
            double most = questions * fpChance * (expectation < 1 && kept < 2 * keys ? 2.2 : 1.35) + 40;
            assertThat((double) wrongPartitions).isLessThan(most);
            assertThat((double) wrongRows).isLessThan(most);
        }
    }

    @Test
    void bitsGrowWithThePromise() {
        assertThat(KeyFilter.bitsPerKey(0.01)).isBetween(9.7, 9.9);
        assertThat(KeyFilter.probes(KeyFilter.bitsPerKey(0.01))).isEqualTo(6);
        assertThat(KeyFilter.bitsPerKey(0.1)).isBetween(4.8, 5.1);
    }

    @Test
    void aHeaderThatDoesNotFitIsDamage() {
        try (var arena = Arena.ofConfined()) {
            var section = new KeyFilter.Builder(arena, 100, 0.01, false).build();
            section.set(SSTableFormat.INT, 0, 1 << 30);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> KeyFilter.open("f", 9, section))
                    .isInstanceOf(CorruptSSTableException.class);
        }
    }
}
