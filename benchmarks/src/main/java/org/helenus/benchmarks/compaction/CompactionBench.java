package org.helenus.benchmarks.compaction;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.helenus.benchmarks.engine.Bar;
import org.helenus.benchmarks.engine.SideProcess;

/// `bin/bench compaction`: what our compaction writes, against RocksDB's leveled one on KV116; what reads cost then;
/// and
/// what readers and writers feel while it runs, against the same engine without it. Each run is a process of its own.
///
/// Prints a line for each figure, and exits with 1 when one is short, with 2 when a run failed or the command line is
/// wrong. Bytes and blocks are counts, which hold on a busy machine; latencies do not, but for what a control thread
/// takes out of them.
public final class CompactionBench {
    private static final String OURS = HelenusBytes.class.getName();
    private static final String LATENCIES = LatencyRun.class.getName();
    private static final String PEER = "org.helenus.benchmarks.rocksdb.RocksBytes";
    private static final double CALM_FACTOR = 2.5;

    /// In the order of the report.
    static final List<Bar> BARS = List.of(
            new Bar("bytes written a byte, load", "load-bytes", "", 1.0, new Bar.Against.Peer()),
            new Bar("bytes written a byte, overwrite", "overwrite-bytes", "", 1.0, new Bar.Against.Peer()),
            new Bar("blocks read per hit, load", "load-blocks-per-hit", "", 1.0, new Bar.Against.Peer()),
            new Bar("blocks read per miss, load", "load-blocks-per-miss", "", 1.0, new Bar.Against.Peer()),
            new Bar("blocks read per hit, overwrite", "overwrite-blocks-per-hit", "", 1.0, new Bar.Against.Peer()),
            new Bar("blocks read per miss, overwrite", "overwrite-blocks-per-miss", "", 1.0, new Bar.Against.Peer()),
            new Bar("bits of filter a key, load", "load-filter-bits", "", 1.0, new Bar.Against.Peer()),
            new Bar("bits of filter a key, overwrite", "overwrite-filter-bits", "", 1.0, new Bar.Against.Peer()),
            calm("read p99 while merging, and not", "read-p99"),
            calm("read p99.9 while merging, and not", "read-p99.9"),
            calm("write p99 while merging, and not", "write-p99"),
            calm("write p99.9 while merging, and not", "write-p99.9"),
            new Bar(
                    "longest write stall, and the control's",
                    "write-stall-merging",
                    "ms",
                    200,
                    new Bar.Against.Beside("control-stall-merging")));

    private CompactionBench() {}

    private static Bar calm(String title, String figure) {
        return new Bar(title, figure + "-merging", "us", CALM_FACTOR, new Bar.Against.Own(figure + "-calm"));
    }

    /// See [CompactionBenchOptions].
    public static void main(String[] args) throws Exception {
        CompactionBenchOptions options;
        try {
            options = CompactionBenchOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            System.err.println("bench: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        try {
            System.exit(run(options) ? 0 : 1);
        } catch (IOException failed) {
            System.err.println("bench: " + failed.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(CompactionBenchOptions options) throws IOException, InterruptedException {
        System.out.printf(
                "KV116, %,d entries; ours: %s; latencies: %d rounds of twice %d s;" + " name: ours, theirs, ratio%n",
                options.entries(), HelenusBytes.tableOptions().get("compaction"), options.rounds(), options.seconds());
        var ours = new SideProcess(options.entries());
        var peers = new SideProcess(options.entries());
        var felt = new SideProcess(options.entries());
        peers.run(PEER);
        ours.run(OURS);
        felt.run(LATENCIES, Integer.toString(options.rounds()), Integer.toString(options.seconds()));
        boolean all = report(merged(ours.medians(), felt.medians()), peers.medians());
        asFelt(felt.medians());
        return all;
    }

    /// What the bars about latencies were made of.
    private static void asFelt(Map<String, Double> figures) {
        for (String quantile : List.of("p99", "p99.9")) {
            System.out.printf(
                    "as felt, while merging and not: read %s %.1f us, %.1f us; write %s %.1f us, %.1f us;"
                            + " the control %.1f us, %.1f us%n",
                    quantile,
                    figures.get("felt-read-" + quantile + "-merging"),
                    figures.get("felt-read-" + quantile + "-calm"),
                    quantile,
                    figures.get("felt-write-" + quantile + "-merging"),
                    figures.get("felt-write-" + quantile + "-calm"),
                    figures.get("control-" + quantile + "-merging"),
                    figures.get("control-" + quantile + "-calm"));
        }
        System.out.printf(
                "%.0f operations a second; rounds repeated because the control moved: %.0f; of those that count it moved"
                        + " in %.0f%n",
                figures.get("rate"), figures.get("repeated-rounds"), figures.get("disturbed-rounds"));
    }

    private static Map<String, Double> merged(Map<String, Double> some, Map<String, Double> others) {
        var all = new java.util.LinkedHashMap<>(some);
        all.putAll(others);
        return all;
    }

    /// @return whether all bars hold
    private static boolean report(Map<String, Double> mine, Map<String, Double> theirs) {
        boolean all = true;
        for (Bar bar : BARS) {
            Bar.Line line = bar.judge(mine, theirs);
            System.out.println(line.text());
            all &= line.holds();
        }
        return all;
    }
}
