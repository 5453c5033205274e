package org.helenus.tools.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

final class StrftimePatternTest {
    private static Instant timestamp(String pattern, String text) {
        return Instant.ofEpochMilli(new StrftimePattern(pattern).timestampMillis(text));
    }

    @Test
    void timestamps() {
        var noon = Instant.parse("2024-02-29T12:05:09Z");
        assertThat(timestamp("%Y-%m-%d %H:%M:%S%z", "2024-02-29 12:05:09+0000")).isEqualTo(noon);
        assertThat(timestamp("%Y-%m-%d %H:%M:%S%z", "2024-02-29 14:05:09+02:00"))
                .isEqualTo(noon);
        assertThat(timestamp("%F %T", "2024-02-29 12:05:09")).isEqualTo(noon);
        assertThat(timestamp("%d %b %Y %I:%M:%S %p", "29 feb 2024 12:05:09 PM")).isEqualTo(noon);
        assertThat(timestamp("%B %d, %y", "February 29, 24")).isEqualTo(Instant.parse("2024-02-29T00:00:00Z"));
        assertThat(timestamp("%D", "2/3/70")).isEqualTo(Instant.parse("1970-02-03T00:00:00Z"));
        assertThat(timestamp("%Y%j", "2024060")).isEqualTo(Instant.parse("2024-02-29T00:00:00Z"));
        assertThat(timestamp("%FT%T.%fZ", "2024-02-29T12:05:09.250Z")).isEqualTo(noon.plusMillis(250));
        assertThat(timestamp("%F %T %Z", "2024-02-29 13:05:09 Europe/Berlin")).isEqualTo(noon);
        assertThat(timestamp("100%% %Y-%m-%d", "100% 2024-02-29")).isEqualTo(Instant.parse("2024-02-29T00:00:00Z"));
    }

    @Test
    void datesAndTimes() {
        assertThat(new StrftimePattern("%m/%d/%Y").epochDay("1/2/1970")).isEqualTo(1);
        assertThat(new StrftimePattern("%d.%m.%Y").epochDay("31.12.1969")).isEqualTo(-1);
        assertThat(new StrftimePattern("%H:%M").nanoOfDay("13:30"))
                .isEqualTo(LocalTime.of(13, 30).toNanoOfDay());
        assertThat(LocalDate.ofEpochDay(new StrftimePattern("%y-%m-%d").epochDay("68-01-01")))
                .isEqualTo(LocalDate.of(2068, 1, 1));
    }

    @Test
    void whatDoesNotFit() {
        assertThatThrownBy(() -> timestamp("%Y-%m-%d", "29.2.2024"))
                .hasMessageContaining("does not look like %Y-%m-%d");
        assertThatThrownBy(() -> timestamp("%H:%M", "12:00")).hasMessageContaining("does not look like");
        assertThatThrownBy(() -> new StrftimePattern("%Y").nanoOfDay("2024"))
                .hasMessageContaining("does not look like");
        assertThatThrownBy(() -> new StrftimePattern("%q")).hasMessageContaining("%q");
        assertThatThrownBy(() -> new StrftimePattern("x%")).hasMessageContaining("ends with %");
    }
}
