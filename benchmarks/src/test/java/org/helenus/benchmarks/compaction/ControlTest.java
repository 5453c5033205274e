package org.helenus.benchmarks.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ControlTest {
    @Test
    void whatEverySleeperIsLateIsNoPause() {
        assertThat(Control.Late.of("60 160 1060 5060")).isEqualTo(new Control.Late(100, 1000, 5000));
    }

    @Test
    void onlyWhatBothHalvesSufferedIsTakenOff() {
        var calm = new Control.Late(100, 3000, 4000);
        var merging = new Control.Late(200, 1000, 9000);
        assertThat(calm.orLess(merging)).isEqualTo(new Control.Late(100, 1000, 4000));
    }

    /// The one end, without a process around it: each order to end gives a line of four figures, in their order.
    @Test
    void orders() throws Exception {
        var out = new ByteArrayOutputStream();
        var in = new ByteArrayInputStream("end\nbegin\nend\nbegin\n".getBytes(StandardCharsets.US_ASCII));
        ControlRun.run(in, new PrintStream(out, true, StandardCharsets.US_ASCII));
        assertThat(out.toString(StandardCharsets.US_ASCII).lines().toList())
                .singleElement()
                .satisfies(line -> assertThat(line.split(" ", -1))
                        .hasSize(4)
                        .extracting(Long::parseLong)
                        .isSorted());
    }
}
