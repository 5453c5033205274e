package org.helenus.benchmarks.compaction;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.helenus.benchmarks.KeyValueWorkload;
import org.helenus.benchmarks.engine.HelenusSide;
import org.helenus.compaction.CompactionOptions;

/// What those who read and write feel of merges, in a process of its own. Prints `name value` lines.
///
/// First the rate is found that the engine sustains: operations in a closed loop, divided by the time until the last
/// merge that they caused is done. Then rounds at 70 % of it in an open loop, in turns without merges and while the
/// whole table is merged over and over, at the rate that merges have by default, from the same state each time: one
/// file, and a cache that knows nothing of it. The table should be some times larger than the cache, as those are whose
/// merges last; of a small one each merge would take all that is cached.
///
/// **What is subtracted.** A [Control] process notes meanwhile how late a thread wakes that has nothing to do. What it
/// was late in *both* halves of a round, the lesser of the two, is taken off that quantile of both: pauses that come
/// whether we merge or not. What the control suffered in the half with merges alone is not taken off, since merges
/// may have caused it; nor are our own collections, which the control does not see; nor what every sleeper is late at
/// the median, since the loop is awake ([OpenLoop]). A figure is never less than what operations take at the median.
///
/// **What is repeated.** A round in which the control is out of line in either half, against the best that it was in
/// halves of that kind in all rounds: somebody else was there. At most twice as many as were asked for; if it never
/// gets quieter, the rounds count in which the control was the least late, and the report says how many of them were
/// disturbed.
///
/// The quantiles as they were felt, before anything is subtracted, are printed as well.
public final class LatencyRun {
    private static final double SHARE_OF_RATE = 0.7;
    private static final long CACHE_BYTES = 256L << 20;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    /// A control that is later than this times the best seen, …
    private static final double MOVED = 2;
    /// … and by more than a turn on a processor, for its worst thousandth; …
    private static final long LEAST_MOVE_P999_NANOS = 2_000_000;
    /// … and for its worst hundredth by what the loop would not catch up with.
    private static final long LEAST_MOVE_P99_NANOS = 200_000;
    /// So many times as many rounds as were asked for are done at most.
    private static final int MOST_TRIES = 3;

    private final HelenusSide engine;
    private final long entries;
    private final long nanos;
    private final OpenLoop loop;
    private final PrintStream out;
    private final Control control;

    private LatencyRun(HelenusSide engine, Control control, long entries, long nanos, PrintStream out) {
        this.engine = engine;
        this.control = control;
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
        try (var control = new Control();
                var engine = HelenusSide.open(Path.of(args[0]), CACHE_BYTES, merging, options)) {
            new LatencyRun(engine, control, entries, Long.parseLong(args[3]) * 1_000_000_000, System.out)
                    .run(Integer.parseInt(args[2]));
        }
    }

    private void run(int rounds) throws Exception {
        load();
        double rate = SHARE_OF_RATE * sustained();
        out.println("rate " + rate);
        half(false, rate); // compiles what the rounds run
        half(true, rate);
        var done = new ArrayList<Round>();
        while (Round.undisturbed(done).size() < rounds && done.size() < MOST_TRIES * rounds) {
            boolean mergesFirst = done.size() % 2 == 1;
            Half first = half(mergesFirst, rate);
            Half second = half(!mergesFirst, rate);
            done.add(mergesFirst ? new Round(second, first) : new Round(first, second));
        }
        for (Round round : Round.leastDisturbed(done, rounds)) {
            var late = round.calm.late.orLess(round.merging.late);
            print(round.merging, late, "merging");
            print(round.calm, late, "calm");
        }
        out.println("repeated-rounds " + (done.size() - rounds));
        out.println("disturbed-rounds "
                + Math.max(0, rounds - Round.undisturbed(done).size()));
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

    record Half(OpenLoop.Measured felt, Control.Late late, long mergedBytes) {}

    /// The two halves of a round, whichever came first. What disturbs is judged by the control alone, never by
    /// what was
    /// felt, and by all rounds: the best may come late.
    record Round(Half calm, Half merging) {
        private static Control.Late best(List<Round> all, Function<Round, Half> half) {
            return all.stream()
                    .map(half)
                    .map(Half::late)
                    .reduce(Control.Late::orLess)
                    .orElseThrow();
        }

        /// Those in which the control was in line in both halves.
        static List<Round> undisturbed(List<Round> all) {
            if (all.isEmpty()) {
                return all;
            }
            var calm = best(all, Round::calm);
            var merging = best(all, Round::merging);
            return all.stream()
                    .filter(round -> !moved(round.calm.late, calm) && !moved(round.merging.late, merging))
                    .toList();
        }

        /// So many of them; where there are fewer, those of all in which the control was the least late.
        static List<Round> leastDisturbed(List<Round> all, int count) {
            List<Round> fine = undisturbed(all);
            List<Round> chosen = fine.size() >= count
                    ? fine
                    : all.stream()
                            .sorted(Comparator.comparingLong(round -> round.calm.late.p99() + round.merging.late.p99()))
                            .toList();
            return chosen.subList(0, Math.min(count, chosen.size()));
        }

        private static boolean moved(Control.Late late, Control.Late best) {
            return moved(late.p99(), best.p99(), LEAST_MOVE_P99_NANOS)
                    || moved(late.p999(), best.p999(), LEAST_MOVE_P999_NANOS);
        }

        private static boolean moved(long late, long best, long least) {
            return late > MOVED * best && late - best > least;
        }
    }

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
        Control.Late late;
        control.begin();
        try {
            if (merges) {
                merging.start();
            }
            felt = loop.open(rate, nanos);
        } finally {
            late = control.end();
            stop.set(true);
            engine.stopMerges();
            merging.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return new Half(felt, late, engine.bytesWritten() - before);
    }

    private void print(Half half, Control.Late late, String name) {
        quantile(half, name, "p99", 0.99, late.p99(), half.late.p99());
        quantile(half, name, "p99.9", 0.999, late.p999(), half.late.p999());
        long stall = half.felt.writes().maxNanos();
        print("write-stall-" + name, Math.max(0, stall - late.most()) / NANOS_PER_MILLI);
        print("control-stall-" + name, half.late.most() / NANOS_PER_MILLI);
        out.println("merged-" + name + " " + half.mergedBytes);
    }

    private void quantile(Half half, String name, String quantile, double share, long late, long controls) {
        String of = quantile + "-" + name;
        print("read-" + of, less(half.felt.reads(), share, late));
        print("write-" + of, less(half.felt.writes(), share, late));
        print("felt-read-" + of, half.felt.reads().quantileNanos(share) / NANOS_PER_MICRO);
        print("felt-write-" + of, half.felt.writes().quantileNanos(share) / NANOS_PER_MICRO);
        print("control-" + of, controls / NANOS_PER_MICRO);
    }

    /// Microseconds. Never less than the median: what an operation takes by itself is no pause of the control's.
    private static double less(Latencies felt, double share, long late) {
        return Math.max(felt.quantileNanos(0.5), felt.quantileNanos(share) - late) / NANOS_PER_MICRO;
    }

    private void print(String name, double figure) {
        out.println(name + " " + figure);
    }
}
