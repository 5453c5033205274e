package org.helenus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.helenus.benchmarks.engine.EngineRun;
import org.helenus.benchmarks.engine.HelenusSide;
import org.helenus.benchmarks.engine.RecoveryRun;
import org.helenus.benchmarks.rows.RowsBench;
import org.helenus.benchmarks.values.LargeValues;
import org.helenus.benchmarks.wide.WideBench;
import org.helenus.server.HelenusServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The benchmarks run small, so that none rots. Each checks its answers, so a run that ends is a run that was right.
class TinyRunTest {

    @Test
    void cqlLoad() throws Exception {
        try (var server = HelenusServer.builder().inMemory().port(0).start()) {
            String[] arguments = {
                "--port",
                Integer.toString(server.port()),
                "--operations",
                "2000",
                "--connections",
                "2",
                "--rounds",
                "1",
                "--pid",
                Long.toString(ProcessHandle.current().pid())
            };
            var out = new ByteArrayOutputStream();
            new CqlLoad(CqlLoadOptions.parse(arguments), new PrintStream(out, true, StandardCharsets.UTF_8)).run();
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("insert 2x16: 1,984 ops")
                    .contains("select 2x16: 1,984 ops")
                    .contains("us/op");
        }
    }

    @Test
    void engine(@TempDir Path directory) throws Exception {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        EngineRun.run(directory.resolve("partitions"), 2_000, HelenusSide::open, print);
        EngineRun.runWide(directory.resolve("wide"), 2_000, HelenusSide::openWide, print);
        assertThat(out.toString(StandardCharsets.UTF_8).lines().map(line -> line.split(" ", -1)[0]))
                .contains(
                        "put", "get-hit", "get-miss", "scan-100", "bytes-per-row", "blocks-per-hit", "blocks-per-miss")
                .contains("wide-put", "wide-get-hit", "wide-scan-100");
    }

    @Test
    void wide(@TempDir Path directory) throws Exception {
        var out = new ByteArrayOutputStream();
        WideBench.run(directory, 12_000, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> !line.startsWith("warm-up: "))
                .hasSize(13)
                .first()
                .isEqualTo("12,000 rows in one partition");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("page backwards: ", "delete a range, and page: ", "(bar ≤ 1.1) ");
    }

    @Test
    void values(@TempDir Path directory) throws Exception {
        var out = new ByteArrayOutputStream();
        LargeValues.run(directory, 1 << 20, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> !line.contains("warm-up"))
                .hasSize(4 * 2 + 4 * 3 + 2 * 3)
                .allMatch(line -> line.contains(" bytes written a byte, "));
    }

    @Test
    void rows(@TempDir Path directory) throws Exception {
        var out = new ByteArrayOutputStream();
        RowsBench.run(directory, 3_000, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).lines().map(line -> line.replaceAll("[:,].*", "")))
                .contains("put", "get", "bytes on disk", "whole map");
    }

    @Test
    void recovery(@TempDir Path directory) throws Exception {
        var out = new ByteArrayOutputStream();
        RecoveryRun.fill(directory, 1 << 20);
        RecoveryRun.start(directory, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.matches("start,-(all-in-memory|own-options) [0-9.]+"));
    }
}
