package org.helenus.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BarTest {
    private static final Bar PUT = new Bar("put", "put", "us", 0.6, new Bar.Against.Peer());
    private static final Bar WIDE = new Bar("wide put", "wide-put", "us", 1.3, new Bar.Against.Own("put"));
    private static final Bar BLOCKS = new Bar("blocks", "blocks", "", 0.02, new Bar.Against.Nothing());

    @Test
    void aRatioToThePeer() {
        assertThat(PUT.judge(Map.of("put", 1.2), Map.of("put", 4.0)))
                .isEqualTo(new Bar.Line("put: 1.20 us, 4.00 us, 0.30 (bar ≤ 0.6) ok", true));
        assertThat(PUT.judge(Map.of("put", 2.5), Map.of("put", 4.0)))
                .isEqualTo(new Bar.Line("put: 2.50 us, 4.00 us, 0.63 (bar ≤ 0.6) short", false));
    }

    @Test
    void aRatioToAnotherFigureOfOurs() {
        assertThat(WIDE.judge(Map.of("put", 10.0, "wide-put", 13.5), Map.of("put", 1000.0)))
                .isEqualTo(new Bar.Line("wide put: 13.5 us, 10.0 us, 1.35 (bar ≤ 1.3) short", false));
    }

    @Test
    void aLimitByItself() {
        assertThat(BLOCKS.judge(Map.of("blocks", 0.012), Map.of("blocks", 0.01)))
                .isEqualTo(new Bar.Line("blocks: 0.012, 0.010, 1.20 (bar ≤ 0.02) ok", true));
    }

    @Test
    void whatIsNotANumberNeverHolds() {
        assertThat(PUT.judge(Map.of("put", 0.0), Map.of("put", 0.0)).holds()).isFalse();
    }

    @Test
    void aFigureThatIsMissingIsAnError() {
        assertThatThrownBy(() -> PUT.judge(Map.of("put", 1.0), Map.of())).hasMessageContaining("no figure put");
    }

    @Test
    void options() {
        assertThat(EngineBenchOptions.parse(new String[] {})).isEqualTo(new EngineBenchOptions(5_000_000, 3));
        assertThat(EngineBenchOptions.parse(new String[] {"--rounds", "1", "--quick"})
                        .rounds())
                .isEqualTo(1);
        assertThat(EngineBenchOptions.parse(new String[] {"--entries", "2000", "--quick"})
                        .entries())
                .isEqualTo(2_000);
        assertThatThrownBy(() -> EngineBenchOptions.parse(new String[] {"--entries"}))
                .hasMessageContaining("needs");
        assertThatThrownBy(() -> EngineBenchOptions.parse(new String[] {"--rounds", "x"}))
                .hasMessageContaining("number");
        assertThatThrownBy(() -> EngineBenchOptions.parse(new String[] {"fast"}))
                .hasMessageContaining("fast");
    }
}
