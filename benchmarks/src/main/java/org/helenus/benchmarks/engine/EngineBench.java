package org.helenus.benchmarks.engine;

import java.io.IOException;
import java.util.Map;

/// `bin/bench engine`: our engine and RocksDB under the same work, each run in a process of its own, in turns.
///
/// Prints a line for each [Bar], from the medians of all rounds, and exits with 1 when one is short, with 2 when a run
/// failed or the command line is wrong. CPU per operation is what is judged, because it holds on a busy machine; the
/// turns let both sides meet the same neighbours.
public final class EngineBench {
    private static final String OURS = HelenusSide.class.getName();
    private static final String WIDE = WideRun.class.getName();
    private static final String PEER = "org.helenus.benchmarks.rocksdb.RocksSide";

    private final EngineBenchOptions options;
    private final SideProcess ours;
    private final SideProcess peers;

    private EngineBench(EngineBenchOptions options) {
        this.options = options;
        ours = new SideProcess(options.entries());
        peers = new SideProcess(options.entries());
    }

    /// See [EngineBenchOptions].
    public static void main(String[] args) throws Exception {
        EngineBenchOptions options;
        try {
            options = EngineBenchOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            System.err.println("bench: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        try {
            System.exit(new EngineBench(options).run() ? 0 : 1);
        } catch (IOException failed) {
            System.err.println("bench: " + failed.getMessage());
            System.exit(2);
        }
    }

    private boolean run() throws IOException, InterruptedException {
        System.out.printf(
                "KV116, %,d entries, %d rounds; name: ours, theirs, ratio%n", options.entries(), options.rounds());
        for (int round = 1; round <= options.rounds(); round++) {
            ours.run(OURS);
            peers.run(PEER);
            ours.run(WIDE);
        }
        Map<String, Double> mine = ours.medians();
        Map<String, Double> theirs = peers.medians();
        boolean all = true;
        for (Bar bar : Bar.ALL) {
            Bar.Line line = bar.judge(mine, theirs);
            System.out.println(line.text());
            all &= line.holds();
        }
        return all;
    }
}
