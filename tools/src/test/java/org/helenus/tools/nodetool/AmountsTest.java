package org.helenus.tools.nodetool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes, 0B",
        "1023, 1023 bytes, 1023B",
        "1024, 1 KiB, 1.000KiB",
        "1178, 1.15 KiB, 1.150KiB",
        "117442, 114.69 KiB, 114.689KiB",
        "14680064, 14 MiB, 14.000MiB",
        "1610612736, 1.5 GiB, 1.500GiB",
        "1099511627776, 1 TiB, 1024.000GiB",
    })
    void bytesAreWrittenAsCassandraDoes(long bytes, String spaced, String joined) {
        assertThat(Amounts.spaced(bytes)).isEqualTo(spaced);
        assertThat(Amounts.joined(bytes)).isEqualTo(joined);
    }
}
