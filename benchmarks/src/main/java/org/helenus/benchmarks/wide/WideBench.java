package org.helenus.benchmarks.wide;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.helenus.benchmarks.TemporaryDirectory;
import org.helenus.benchmarks.wide.WidePartition.Part;

/// `bin/bench wide`: ten million rows in one partition, with 512 MB for the whole process. Writes them, pages the
/// whole partition in both orders, reads rows and slices, deletes a range, merges all files, and pages again.
///
/// A part of the rows goes first through all of it, elsewhere: that is the warm-up. Prints a line for each phase,
/// CPU of the process for each operation (merges in the background included) and the most memory that was resident,
/// and a line for each bar: what the process takes at most, and how much that is beside what the warm-up took at most.
/// Exits with 1 when one is short, with 2 when an answer was wrong.
public final class WideBench {
    private static final long ROWS = 10_000_000;
    /// Enough to fill what has a bound: memtables, log, cache, heap. They are written twice, because memtables are
    /// full
    /// only while there are writes, and the cache only after there were reads.
    private static final long WARM_UP_ROWS = 4_000_000;
    private static final double MOST_MIB = 512;
    private static final double MOST_GROWTH = 1.1;
    private static final int SLICE_ROWS = 100;
    private static final Part DELETED = new Part(64, 96);
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final PrintStream out;
    private final ResidentMemory memory;

    private WideBench(PrintStream out, ResidentMemory memory) {
        this.out = out;
        this.memory = memory;
    }

    /// `--rows N`: other than ten million.
    public static void main(String[] args) throws Exception {
        long rows;
        try {
            rows = rows(args);
        } catch (IllegalArgumentException wrong) {
            System.err.println("bench: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        System.exit(run(rows));
    }

    private static int run(long rows) throws IOException, InterruptedException {
        try (var directory = new TemporaryDirectory()) {
            return run(directory.path(), rows, System.out) ? 0 : 1;
        } catch (IOException failed) {
            System.err.println("bench: " + failed.getMessage());
            return 2;
        }
    }

    private static long rows(String[] args) {
        if (args.length == 0) {
            return ROWS;
        }
        if (args.length != 2 || !args[0].equals("--rows") || !args[1].matches("[0-9]{4,10}")) {
            throw new IllegalArgumentException("expected --rows N, with a number from 1000");
        }
        return Long.parseLong(args[1]);
    }

    /// Runs it under an empty directory.
    ///
    /// @return whether the bars hold
    /// @throws IOException an answer was wrong, or the disk failed
    public static boolean run(Path directory, long rows, PrintStream out) throws IOException, InterruptedException {
        out.printf(Locale.ROOT, "%,d rows in one partition%n", rows);
        try (var memory = new ResidentMemory()) {
            var bench = new WideBench(out, memory);
            double warm = bench.phases("warm-up: ", directory.resolve("warm-up"), Math.min(WARM_UP_ROWS, rows), true);
            double most = bench.phases("", directory.resolve("rows"), rows, false);
            return bench.judge("resident memory", Math.max(warm, most), MOST_MIB, " MiB")
                    & bench.judge("resident memory beside the warm-up's", most / warm, MOST_GROWTH, "");
        }
    }

    private boolean judge(String title, double figure, double limit, String unit) {
        boolean holds = figure <= limit;
        out.printf(
                Locale.ROOT,
                "%s: %.2f%s (bar ≤ %s%s) %s%n",
                title,
                figure,
                unit,
                Double.toString(limit),
                unit,
                holds ? "ok" : "short");
        return holds;
    }

    /// @param again whether all rows are put once more, at the end
    /// @return the most memory that was resident, in MiB
    private double phases(String name, Path directory, long rows, boolean again)
            throws IOException, InterruptedException {
        long reads = Math.min(200_000, rows);
        long deleted = count(rows, DELETED);
        double most = 0;
        try (var partition = new WidePartition(directory)) {
            most = Math.max(most, measure(name + "put", rows, () -> put(partition, rows)));
            most = Math.max(most, measure(name + "page forwards", rows, () -> page(partition, false, rows)));
            most = Math.max(most, measure(name + "page backwards", rows, () -> page(partition, true, rows)));
            most = Math.max(most, measure(name + "get", reads, () -> {
                var random = new SplittableRandom(1);
                for (long i = 0; i < reads; i++) {
                    partition.get(random.nextLong(rows));
                }
            }));
            most = Math.max(most, measure(name + "slice of " + SLICE_ROWS, reads / 50, () -> {
                var random = new SplittableRandom(2);
                for (long i = 0; i < reads / 50; i++) {
                    partition.slice(random.nextLong(rows), SLICE_ROWS);
                }
            }));
            most = Math.max(most, measure(name + "delete a range, and page", rows, () -> {
                partition.delete(DELETED);
                page(partition, false, rows - deleted);
                expect(0, partition.pages(DELETED, true));
            }));
            long before = partition.bytes();
            most = Math.max(most, measure(name + "compact", rows, partition::compact));
            out.printf(
                    Locale.ROOT,
                    "%sbytes on disk: %.1f a row, before the merge %.1f%n",
                    name,
                    (double) partition.bytes() / (rows - deleted),
                    (double) before / rows);
            most = Math.max(most, measure(name + "page backwards, compacted", rows, () -> {
                page(partition, true, rows - deleted);
            }));
            most = Math.max(most, measure(name + "get, compacted", reads, () -> {
                var random = new SplittableRandom(3);
                for (long i = 0; i < reads; i++) {
                    long index = random.nextLong(rows);
                    if (DELETED.contains(index)) {
                        partition.miss(index);
                    } else {
                        partition.get(index);
                    }
                }
            }));
            if (again) {
                most = Math.max(most, measure(name + "put again", rows, () -> put(partition, rows)));
            }
        }
        return most;
    }

    private static void put(WidePartition partition, long rows) throws IOException, InterruptedException {
        for (long i = 0; i < rows; i++) {
            partition.put(i);
        }
        partition.settle();
    }

    private static void page(WidePartition partition, boolean reversed, long expected) throws IOException {
        expect(expected, partition.pages(Part.ALL, reversed));
    }

    private static void expect(long expected, long found) throws IOException {
        if (found != expected) {
            throw new IOException(expected + " rows should be there, " + found + " were found");
        }
    }

    private static long count(long rows, Part part) {
        long count = 0;
        for (long i = 0; i < rows; i++) {
            count += part.contains(i) ? 1 : 0;
        }
        return count;
    }

    @FunctionalInterface
    private interface Phase {
        void run() throws IOException, InterruptedException;
    }

    private double measure(String name, long operations, Phase phase) throws IOException, InterruptedException {
        memory.mostMib();
        long before = PROCESS.getProcessCpuTime();
        phase.run();
        double micros = (PROCESS.getProcessCpuTime() - before) / 1000.0 / operations;
        double most = memory.mostMib();
        out.printf(Locale.ROOT, "%s: %.2f us, %.0f MiB%n", name, micros, most);
        return most;
    }
}
