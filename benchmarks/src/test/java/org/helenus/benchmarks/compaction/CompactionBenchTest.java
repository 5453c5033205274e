package org.helenus.benchmarks.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.helenus.benchmarks.engine.Bar;
import org.helenus.benchmarks.engine.HelenusSide;
import org.helenus.compaction.CompactionOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionBenchTest {
    @TempDir
    Path directory;

    /// Tiny, so that it does not rot: all figures that bars are about are there, and make sense.
    @Test
    void bytesAndBlocks() throws Exception {
        var printed = new ByteArrayOutputStream();
        var merging = new CompactionOptions(1, 0, CompactionOptions.DEFAULTS.review());
        BytesRun.run(
                directory,
                4_000,
                (place, cache) -> HelenusSide.open(place, cache, merging, HelenusBytes.tableOptions()),
                new PrintStream(printed, true, StandardCharsets.UTF_8));
        Map<String, Double> figures = new TreeMap<>();
        printed.toString(StandardCharsets.UTF_8).lines().forEach(line -> {
            int space = line.indexOf(' ');
            figures.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
        });
        assertThat(figures.get("load-bytes")).isBetween(0.4, 1.5);
        assertThat(figures.get("load-blocks-per-hit")).isBetween(0.0, 1.2);
        assertThat(figures.get("overwrite-blocks-per-miss")).isBetween(0.0, 0.2);
        for (Bar bar : CompactionBench.BARS) {
            if (bar.against() instanceof Bar.Against.Peer) {
                assertThat(figures).containsKey(bar.ours());
            }
        }
    }

    /// Tiny, so that it does not rot; on a busy machine a rate may be off.
    @Test
    void ratesAreMeasured() throws Exception {
        var printed = new ByteArrayOutputStream();
        ThroughputRun.run(directory, 20_000, 200_000_000, new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(5)
                .filteredOn(line -> line.startsWith("asked "))
                .allMatch(line -> line.contains("MiB/s   in any 0 s:"));
        assertThat(new ThroughputRun.Rates(10, 9.1, 10.9).within(10)).isTrue();
        assertThat(new ThroughputRun.Rates(10, 8.9, 10).within(10)).isFalse();
        assertThat(new ThroughputRun.Rates(10, 10, 11.1).within(10)).isFalse();
    }

    @Test
    void options() {
        assertThat(CompactionBenchOptions.parse(new String[] {}))
                .isEqualTo(new CompactionBenchOptions(5_000_000, 5, 15));
        assertThat(CompactionBenchOptions.parse(new String[] {"--rounds", "7", "--quick", "--entries", "20000"}))
                .isEqualTo(new CompactionBenchOptions(20_000, 7, 3));
        assertThatThrownBy(() -> CompactionBenchOptions.parse(new String[] {"--seconds", "0"}))
                .hasMessageContaining("between");
        assertThatThrownBy(() -> CompactionBenchOptions.parse(new String[] {"fast"}))
                .hasMessageContaining("fast");
    }

    @Test
    void aFigureBesideAnother() {
        var stall = new Bar("stall", "stall", "ms", 200, new Bar.Against.Beside("control"));
        assertThat(stall.judge(Map.of("stall", 150.0, "control", 50.0), Map.of()))
                .isEqualTo(new Bar.Line("stall: 150.0 ms, 50.0 ms, 3.00 (bar ≤ 200.0) ok", true));
    }
}
