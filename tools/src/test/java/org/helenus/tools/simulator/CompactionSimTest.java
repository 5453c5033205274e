package org.helenus.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompactionSimTest {
    @TempDir
    Path directory;

    private record Said(int exitCode, String out, String err) {}

    private static Said run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exitCode = CompactionSim.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Said(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void tellsWhatEachStrategyCosts() throws Exception {
        var picture = directory.resolve("costs.svg");
        var said = run(
                "--span",
                "64s",
                "--rate",
                "1024",
                "--flush-size",
                "1MiB",
                "--entries",
                "100",
                "--throughput",
                "0",
                "--over-time",
                "--svg",
                picture.toString(),
                "SizeTiered:min_sstable_size=0",
                "FIFO:max_table_size=8MiB");
        assertThat(said.err).isEmpty();
        assertThat(said.exitCode).isZero();
        assertThat(said.out).startsWith("64.0 MiB flushed in 64 files");
        assertThat(said.out).containsPattern("(?m)^SizeTiered:min_sstable_size=0 +4\\.00 ");
        assertThat(said.out).containsPattern("(?m)^FIFO:max_table_size=8MiB +1\\.00 ");
        assertThat(said.out.lines().filter(line -> line.contains("seconds"))).hasSize(2);
        var svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(10);
    }

    @Test
    void refusesWhatATableWouldRefuse() {
        assertThat(run("NoSuch").err)
                .contains(
                        "Unable to find compaction strategy class 'org.apache.cassandra.db.compaction.NoSuchCompaction");
        assertThat(run("Leveled:fanout_size=0").err).contains("fanout_size must be larger than 0, but was 0");
        assertThat(run("Leveled:fanout").err).contains("'fanout' in Leveled:fanout is not option=value");
        assertThat(run("--span", "soon").err).contains("'soon' is not a time such as 90s, 30m, 12h or 7d");
        assertThat(run("--updates", "2", "--keys", "5").err).contains("shares of all writes");
        assertThat(run("--colour", "red").exitCode).isEqualTo(1);
        var nowhere =
                run("--span", "1s", "--svg", directory.resolve("none/x.svg").toString());
        assertThat(nowhere.exitCode).isEqualTo(2);
        assertThat(nowhere.err).contains("none/x.svg");
        assertThat(nowhere.out).isEmpty();
        assertThat(run("--help").out).contains("compaction-sim [options]");
        assertThat(Files.exists(directory.resolve("none"))).isFalse();
    }
}
