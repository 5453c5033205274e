package org.helenus.benchmarks.rows;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.helenus.benchmarks.TemporaryDirectory;

/// `bin/bench rows`: one map of a million elements beside maps of ten, as many elements in all. Writes them element by
/// element in random order, reads elements from memory and files, writes over some, and reads again; both in turn.
///
/// Prints a line for each phase: CPU for each operation (of writes that of the process, flushes and merges included; of
/// reads that of the thread), beside the small maps' and their ratio; of reads also the garbage, and the bytes read
/// from the disk where nothing is in memory. Exits with 1 when an element of the large map costs more than the bar
/// says,
/// with 2 when an answer was wrong.
public final class RowsBench {
    private static final long ELEMENTS = 1_000_000;
    private static final long SMALL = 10;
    private static final long CACHE_BYTES = 256L << 20;
    private static final double MOST_OF_A_PUT = 1.5;
    /// Two look-ups instead of one: the row, whose deletions count, and what holds the element.
    private static final double MOST_OF_A_GET = 3;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final PrintStream out;
    private final Path directory;
    private final long elements;
    private final long reads;
    private boolean holds = true;

    private RowsBench(Path directory, long elements, PrintStream out) {
        this.directory = directory;
        this.elements = elements;
        this.out = out;
        reads = Math.min(elements, 200_000);
    }

    /// `--elements N`: other than a million.
    public static void main(String[] args) throws Exception {
        boolean given = args.length == 2 && args[0].equals("--elements") && args[1].matches("[0-9]{4,9}");
        if (args.length != 0 && !given) {
            System.err.println("bench: expected --elements N, with a number from 1000");
            System.exit(2);
        }
        int status = 2;
        try (var directory = new TemporaryDirectory()) {
            status = run(directory.path(), given ? Long.parseLong(args[1]) : ELEMENTS, System.out) ? 0 : 1;
        } catch (IOException failed) {
            System.err.println("bench: " + failed.getMessage());
        }
        System.exit(status);
    }

    /// Runs it under an empty directory.
    ///
    /// @return whether the bars hold
    /// @throws IOException an answer was wrong, or the disk failed
    public static boolean run(Path directory, long elements, PrintStream out) throws IOException, InterruptedException {
        out.printf(Locale.ROOT, "one map of %,d elements beside maps of %d%n", elements, SMALL);
        var bench = new RowsBench(directory, elements, out);
        bench.run();
        return bench.holds;
    }

    private ElementTable open(boolean large, long cacheBytes) throws IOException {
        return new ElementTable(directory.resolve(large ? "large" : "small"), large ? 1 : elements / SMALL, cacheBytes);
    }

    private void run() throws IOException, InterruptedException {
        try (var small = open(false, CACHE_BYTES);
                var large = open(true, CACHE_BYTES)) {
            compareWrites("put", elements, small, large, (table, i) -> table.put(shuffled(i), 0));
            compareReads("get, several files", small, large, 0);
            small.compact();
            large.compact();
            out.printf(
                    Locale.ROOT,
                    "bytes on disk: %.1f an element (small maps: %.1f)%n",
                    (double) large.bytes() / elements,
                    (double) small.bytes() / elements);
            compareReads("get, one file", small, large, 0);
            long before = System.nanoTime();
            long found = large.count(0);
            if (found != elements) {
                throw new IOException(elements + " elements should be there, " + found + " were found");
            }
            out.printf(Locale.ROOT, "whole map: %.0f ms%n", (System.nanoTime() - before) / 1e6);
        }
        try (var small = open(false, 0);
                var large = open(true, 0)) {
            compareDisk(small, large);
        }
        try (var small = open(false, CACHE_BYTES);
                var large = open(true, CACHE_BYTES)) {
            for (long i = 0; i < reads; i++) {
                small.put(i, 1);
                large.put(i, 1);
            }
            compareReads("get, memory over file", small, large, 1);
        }
    }

    /// A number below `elements`, each once.
    private long shuffled(long i) {
        // a prime above the count shares no factor with it
        return i * Integer.MAX_VALUE % elements;
    }

    @FunctionalInterface
    private interface Operation {
        void run(ElementTable table, long i) throws IOException;
    }

    private void compareWrites(String name, long count, ElementTable small, ElementTable large, Operation operation)
            throws IOException, InterruptedException {
        double ofSmall = write(small, count, operation);
        double ofLarge = write(large, count, operation);
        judge(name, ofLarge, ofSmall, MOST_OF_A_PUT, "");
    }

    private static double write(ElementTable table, long count, Operation operation)
            throws IOException, InterruptedException {
        long before = PROCESS.getProcessCpuTime();
        for (long i = 0; i < count; i++) {
            operation.run(table, i);
        }
        table.settle();
        return (PROCESS.getProcessCpuTime() - before) / 1000.0 / count;
    }

    private record Cost(double micros, double garbageBytes) {}

    private void compareReads(String name, ElementTable small, ElementTable large, long version) throws IOException {
        // in turn, and the better of three
        var ofSmall = new Cost(Double.MAX_VALUE, 0);
        var ofLarge = ofSmall;
        for (int round = 0; round < 3; round++) {
            ofSmall = better(ofSmall, read(small, round, version));
            ofLarge = better(ofLarge, read(large, round, version));
        }
        String garbage =
                String.format(Locale.ROOT, ", garbage %.0f bytes (%.0f)", ofLarge.garbageBytes, ofSmall.garbageBytes);
        judge(name, ofLarge.micros, ofSmall.micros, MOST_OF_A_GET, garbage);
    }

    private static Cost better(Cost a, Cost b) {
        return a.micros <= b.micros ? a : b;
    }

    private Cost read(ElementTable table, int seed, long version) throws IOException {
        var random = new SplittableRandom(seed);
        long thread = Thread.currentThread().threadId();
        long garbage = THREADS.getThreadAllocatedBytes(thread);
        long before = THREADS.getCurrentThreadCpuTime();
        for (long i = 0; i < reads; i++) {
            table.get(random.nextLong(version == 0 ? elements : reads), version);
        }
        double micros = (THREADS.getCurrentThreadCpuTime() - before) / 1000.0 / reads;
        return new Cost(micros, (double) (THREADS.getThreadAllocatedBytes(thread) - garbage) / reads);
    }

    private void compareDisk(ElementTable small, ElementTable large) throws IOException {
        long count = Math.min(reads, 10_000);
        double ofSmall = diskBytes(small, count);
        double ofLarge = diskBytes(large, count);
        out.printf(
                Locale.ROOT,
                "get, nothing in memory: %.0f bytes read from the file (small maps: %.0f)%n",
                ofLarge,
                ofSmall);
    }

    private double diskBytes(ElementTable table, long count) throws IOException {
        var random = new SplittableRandom(7);
        long before = bytesRead();
        for (long i = 0; i < count; i++) {
            table.get(random.nextLong(elements), 0);
        }
        return (double) (bytesRead() - before) / count;
    }

    /// What this process has asked the system for.
    private static long bytesRead() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/io"))) {
            if (line.startsWith("rchar: ")) {
                return Long.parseLong(line.substring(7));
            }
        }
        throw new IOException("/proc/self/io has no rchar");
    }

    private void judge(String name, double large, double small, double most, String more) {
        boolean fits = large <= most * small;
        holds &= fits;
        out.printf(
                Locale.ROOT,
                "%s: %.2f us, small maps %.2f us, ratio %.2f (bar ≤ %.1f) %s%s%n",
                name,
                large,
                small,
                large / small,
                most,
                fits ? "ok" : "short",
                more);
    }
}
