package org.helenus.benchmarks.engine;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.helenus.benchmarks.TemporaryDirectory;

/// `bin/bench recovery`: what a start costs for the log that it finds, see [RecoveryRun]. Prints a line for each figure
/// and exits with 1 when one is short, with 2 when the run failed or the command line is wrong.
public final class RecoveryBench {
    private static final long MIB = 1024;
    private static final double MOST_SECONDS = 10;

    private RecoveryBench() {}

    /// `--mib N`: other than 1024 MiB of log.
    public static void main(String[] args) throws InterruptedException {
        boolean given = args.length == 2 && args[0].equals("--mib") && args[1].matches("[1-9][0-9]{0,5}");
        if (args.length > 0 && !given) {
            System.err.println("bench: expected --mib N");
            System.exit(2);
        }
        int status = 2;
        try {
            status = run(given ? Long.parseLong(args[1]) : MIB) ? 0 : 1;
        } catch (IOException failed) {
            System.err.println("bench: " + failed.getMessage());
        }
        System.exit(status);
    }

    private static boolean run(long mib) throws IOException, InterruptedException {
        try (var directory = new TemporaryDirectory()) {
            System.out.printf(Locale.ROOT, "%,d MiB of log; one core's seconds a GB%n", mib);
            RecoveryRun.fill(directory.path(), mib << 20);
            var start = new SideProcess(mib);
            start.runIn(directory.path(), RecoveryRun.class.getName());
            boolean all = true;
            for (Map.Entry<String, Double> figure : start.medians().entrySet()) {
                boolean holds = figure.getValue() <= MOST_SECONDS;
                System.out.printf(
                        Locale.ROOT,
                        "%s: %.1f (bar ≤ %.0f) %s%n",
                        figure.getKey().replace('-', ' '),
                        figure.getValue(),
                        MOST_SECONDS,
                        holds ? "ok" : "short");
                all &= holds;
            }
            return all;
        }
    }
}
