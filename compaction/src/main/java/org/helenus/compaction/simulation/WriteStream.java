package org.helenus.compaction.simulation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;

/// What a workload's flushes hold, one after another. One thread.
final class WriteStream {
    /// Where simulated time begins, seconds since 1970; a midnight.
    static final long START_SECONDS = 1_699_920_000;

    private static final double ZIPF = 0.99;

    private final Workload workload;
    private final double rowsPerEntry;
    private final int entriesPerFlush;
    private final SplittableRandom random;
    private final double secondsPerFlush;
    private double keys;
    private long flushed;

    WriteStream(Workload workload, Machine machine) {
        this.workload = workload;
        entriesPerFlush = (int) Math.max(1, Math.min(machine.entriesPerFlush(), workload.rowsPerFlush()));
        rowsPerEntry = workload.rowsPerFlush() / entriesPerFlush;
        random = new SplittableRandom(machine.seed());
        secondsPerFlush = workload.rowsPerFlush() / workload.writesPerSecond();
        keys = workload.keys() == 0 ? 0 : Math.max(1, workload.keys() / rowsPerEntry);
    }

    double rowsPerEntry() {
        return rowsPerEntry;
    }

    /// When the next flush happens, in microseconds since 1970.
    long nextMicros() {
        return micros((flushed + 1) * secondsPerFlush);
    }

    private static long micros(double seconds) {
        return START_SECONDS * 1_000_000 + (long) (seconds * 1e6);
    }

    /// The next flush.
    Entries next() {
        var places = new long[entriesPerFlush];
        var stamps = new long[entriesPerFlush];
        var ends = new long[entriesPerFlush];
        for (int i = 0; i < entriesPerFlush; i++) {
            double seconds = (flushed + (i + 1.0) / (entriesPerFlush + 1)) * secondsPerFlush;
            long now = START_SECONDS + (long) seconds;
            double kind = random.nextDouble();
            boolean exists = keys >= 1;
            boolean deletes = exists && kind < workload.deletes();
            boolean updates = exists && !deletes && kind < workload.deletes() + workload.updates();
            places[i] = mix(deletes || updates ? chosen() : (long) keys++);
            stamps[i] = micros(seconds);
            ends[i] = deletes
                    ? -now
                    : workload.ttl().isZero()
                            ? Entries.NEVER
                            : now + workload.ttl().toSeconds();
        }
        flushed++;
        return sorted(places, stamps, ends);
    }

    private long chosen() {
        double u = random.nextDouble();
        double index = switch (workload.choice()) {
            case UNIFORM -> u * keys;
            case ZIPF -> rank(u) - 1;
            case LATEST -> keys - rank(u);
        };
        return (long) Math.clamp(index, 0, keys - 1);
    }

    /// 1 … keys, the n-th about 1/n as often as the first.
    private double rank(double u) {
        double power = 1 - ZIPF;
        return Math.pow(1 + u * (Math.pow(keys, power) - 1), 1 / power);
    }

    /// Spreads keys over the ring.
    private static long mix(long key) {
        long z = (key + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    private static Entries sorted(long[] places, long[] stamps, long[] ends) {
        var order = new Integer[places.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.<Integer, Long>comparing(i -> places[i], Long::compareUnsigned)
                        .thenComparing(i -> -stamps[i]));
        var sorted = new Entries.Builder(places.length);
        long last = 0;
        for (int i = 0; i < order.length; i++) {
            int at = order[i];
            if (i == 0 || places[at] != last) {
                sorted.add(places[at], stamps[at], ends[at]);
            }
            last = places[at];
        }
        return sorted.build();
    }
}
