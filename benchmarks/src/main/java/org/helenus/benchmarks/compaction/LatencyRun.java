package org.helenus.benchmarks.compaction;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.helenus.benchmarks.KeyValueWorkload;
import org.helenus.benchmarks.engine.HelenusSide;
import org.helenus.compaction.CompactionOptions;

/// What those who read and write feel of merges, in a process of its own. Prints `name value` lines.
///
/// First the rate is found that the engine sustains: operations in a closed loop, divided by the time until the last
/// merge that they caused is done. Then rounds at 70 % of it in an open loop, in turns without merges and while the
/// whole table is merged over and over, from the same state each time. From each figure what a control thread suffered
/// at the same time is subtracted ([Control]); a round in which that is out of line is done again.
public final class LatencyRun {
    private static final double SHARE_OF_RATE = 0.7;
    private static final long CACHE_BYTES = 256L << 20;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    /// A control that is later than this times the best seen, and by as much as a pause of the kernel's, was moved.
    private static final double MOVED = 2;

    private static final long LEAST_MOVE_NANOS = 2_000_000;

    private final HelenusSide engine;
    private final long entries;
    private final long nanos;
    private final OpenLoop loop;
    private final PrintStream out;
    private double bestControl = Double.POSITIVE_INFINITY;

    private LatencyRun(HelenusSide engine, long entries, long nanos, PrintStream out) {
        this.engine = engine;
        this.entries = entries;
        this.nanos = nanos;
        this.out = out;
        loop = new OpenLoop(engine, entries);
    }

    /// Arguments: an empty directory, the number of entries, rounds, seconds that each half of a round takes.
    public static void main(String[] args) throws Exception {
        long entries = Long.parseLong(args[1]);
        // As a server runs them that is not told otherwise.
        var merging = new CompactionOptions(1, 64L << 20, CompactionOptions.DEFAULTS.review());
        Map<String, Object> options = HelenusBytes.tableOptions();
        try (var engine = HelenusSide.open(Path.of(args[0]), CACHE_BYTES, merging, options)) {
            new LatencyRun(engine, entries, Long.parseLong(args[3]) * 1_000_000_000, System.out)
                    .run(Integer.parseInt(args[2]));
        }
    }

    private void run(int rounds) throws Exception {
        load();
        double rate = SHARE_OF_RATE * sustained();
        out.println("rate " + rate);
        half(false, rate); // compiles what the rounds run
        int repeats = 0;
        for (int round = 0; round < rounds; ) {
            boolean mergesFirst = round % 2 == 1;
            Half first = half(mergesFirst, rate);
            Half second = half(!mergesFirst, rate);
            if (moved(first, second) && repeats < 2 * rounds) {
                repeats++;
                continue;
            }
            round++;
            print(mergesFirst ? first : second, "merging");
            print(mergesFirst ? second : first, "calm");
        }
        out.println("repeated-rounds " + repeats);
    }

    private void load() throws Exception {
        byte[] key = new byte[KeyValueWorkload.KEY_BYTES];
        byte[] value = new byte[KeyValueWorkload.VALUE_BYTES];
        for (long i = 0; i < entries; i++) {
            KeyValueWorkload.putKey(i, ByteBuffer.wrap(key));
            KeyValueWorkload.putValue(i, 0, ByteBuffer.wrap(value));
            engine.put(key, value);
        }
    }

    private double sustained() throws Exception {
        settle();
        loop.closed(nanos);
        long start = System.nanoTime();
        long done = loop.closed(nanos);
        engine.flush();
        engine.awaitQuiet();
        return done / ((System.nanoTime() - start) / 1e9);
    }

    /// One file, nothing in memory, nothing to merge.
    private void settle() throws Exception {
        engine.merging(true);
        engine.flush();
        engine.compactAll();
        engine.awaitQuiet();
    }

    private record Half(OpenLoop.Measured felt, Latencies control, long mergedBytes) {}

    private Half half(boolean merges, double rate) throws Exception {
        settle();
        engine.merging(merges);
        var stop = new AtomicBoolean();
        var failure = new AtomicReference<Exception>();
        long before = engine.bytesWritten();
        var merging = new Thread(
                () -> {
                    try {
                        while (!stop.get()) {
                            engine.compactAll();
                        }
                    } catch (IOException | RuntimeException e) {
                        if (!stop.get()) { // else it was stopped with the round
                            failure.set(e);
                        }
                    }
                },
                "merging");
        OpenLoop.Measured felt;
        var control = new Control();
        try {
            if (merges) {
                merging.start();
            }
            felt = loop.open(rate, nanos);
        } finally {
            control.end();
            stop.set(true);
            engine.stopMerges();
            merging.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return new Half(felt, control.late(), engine.bytesWritten() - before);
    }

    private boolean moved(Half first, Half second) {
        double worst = 0;
        for (Half half : new Half[] {first, second}) {
            double late = half.control.quantileNanos(0.999);
            bestControl = Math.min(bestControl, late);
            worst = Math.max(worst, late);
        }
        return worst > MOVED * bestControl && worst - bestControl > LEAST_MOVE_NANOS;
    }

    private void print(Half half, String name) {
        for (double share : new double[] {0.99, 0.999}) {
            String quantile = share == 0.99 ? "p99" : "p99.9";
            long late = half.control.quantileNanos(share);
            print("read-" + quantile + "-" + name, less(half.felt.reads(), share, late));
            print("write-" + quantile + "-" + name, less(half.felt.writes(), share, late));
            print("control-" + quantile + "-" + name, late / NANOS_PER_MICRO);
        }
        long stall = half.felt.writes().maxNanos();
        out.println("write-stall-" + name + " " + Math.max(0, stall - half.control.maxNanos()) / NANOS_PER_MILLI);
        out.println("control-stall-" + name + " " + half.control.maxNanos() / NANOS_PER_MILLI);
        out.println("merged-" + name + " " + half.mergedBytes);
    }

    /// Microseconds. Never less than the median: what an operation takes by itself is no pause of the control's.
    private static double less(Latencies felt, double share, long late) {
        return Math.max(felt.quantileNanos(0.5), felt.quantileNanos(share) - late) / NANOS_PER_MICRO;
    }

    private void print(String name, double figure) {
        out.println(name + " " + figure);
    }
}
