package org.helenus.benchmarks.compaction;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.helenus.benchmarks.KeyValueWorkload;
import org.helenus.benchmarks.TemporaryDirectory;
import org.helenus.benchmarks.engine.HelenusSide;
import org.helenus.compaction.CompactionOptions;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.disk.SystemDisk;

/// `bin/bench throughput`: whether merges write what `compaction_throughput` says. Files are rewritten without a pause,
/// while the rate goes from 1 MiB/s up to seven tenths of what the disk, or a merge without a limit, can do; for each
/// rate the least and the most that was written in any ten seconds are printed. Exits with 1 when one is off by more
/// than a tenth. Whoever else works on the machine is part of the answer: look at what it can do first.
public final class ThroughputRun {
    private static final double MIB = 1 << 20;
    private static final long SECOND = 1_000_000_000L;
    private static final int PIECE_BYTES = 512 << 10;
    private static final int SYNC_EVERY_PIECES = 32;

    private final HelenusSide engine;
    private final PrintStream out;
    private final long window;

    private ThroughputRun(HelenusSide engine, PrintStream out, long windowNanos) {
        this.engine = engine;
        this.out = out;
        window = windowNanos;
    }

    /// Of all the time, and least and most of any window, MiB a second.
    record Rates(double mean, double least, double most) {
        boolean within(double rate) {
            return least >= rate * 0.9 && most <= rate * 1.1;
        }
    }

    /// Arguments: none, or how many entries to write before, and how many seconds a window has.
    public static void main(String[] args) throws Exception {
        long entries = args.length > 0 ? Long.parseLong(args[0]) : 4_000_000;
        long seconds = args.length > 1 ? Long.parseLong(args[1]) : 10;
        boolean holds;
        try (var directory = new TemporaryDirectory()) {
            holds = run(directory.path(), entries, seconds * SECOND, System.out);
        }
        System.exit(holds ? 0 : 1);
    }

    /// @return whether every rate held
    static boolean run(Path directory, long entries, long windowNanos, PrintStream out) throws Exception {
        double device = device(directory.resolve("device"), Math.min(2 * SECOND, windowNanos));
        var merging = new CompactionOptions(1, 0, CompactionOptions.DEFAULTS.review());
        try (var engine = HelenusSide.open(directory, 64L << 20, merging, HelenusBytes.tableOptions())) {
            return new ThroughputRun(engine, out, windowNanos).run(entries, device);
        }
    }

    /// What the disk can do: large writes one after the other, synced as merges sync them.
    private static double device(Path directory, long nanos) throws IOException {
        Files.createDirectories(directory);
        var piece = ByteBuffer.allocateDirect(PIECE_BYTES);
        var disk = new SystemDisk(directory);
        long before = System.nanoTime();
        long written = 0;
        try (var file = disk.open("device", OpenMode.CREATE_NEW)) {
            while (System.nanoTime() - before < nanos) {
                for (int i = 0; i < SYNC_EVERY_PIECES; i++) {
                    file.write(written, piece.clear());
                    written += PIECE_BYTES;
                }
                file.sync();
            }
        }
        double rate = written / MIB * SECOND / (System.nanoTime() - before);
        disk.delete("device");
        return rate;
    }

    private boolean run(long entries, double device) throws Exception {
        engine.merging(false);
        var key = new byte[KeyValueWorkload.KEY_BYTES];
        var value = new byte[KeyValueWorkload.VALUE_BYTES];
        for (long i = 0; i < entries; i++) {
            KeyValueWorkload.putKey(i, ByteBuffer.wrap(key));
            KeyValueWorkload.putValue(i, 0, ByteBuffer.wrap(value));
            engine.put(key, value);
        }
        engine.flush();
        var over = new AtomicBoolean();
        var rewriting = CompletableFuture.runAsync(
                () -> rewrite(over), task -> Thread.ofPlatform().name("rewrite").start(task));
        boolean all = true;
        try {
            var unbound = measure(window, window / 2);
            double most = Math.min(device, unbound.mean());
            out.printf("the disk writes %.0f MiB/s, a merge without a limit %.0f MiB/s%n", device, unbound.mean());
            for (double rate : List.of(1.0, Math.max(1, Math.sqrt(0.7 * most)), 0.7 * most, 1.0)) {
                engine.throughput((long) (rate * MIB));
                var rates = measure(2 * window, window);
                boolean held = rates.within(rate);
                out.printf(
                        "asked %8.2f MiB/s   in any %.0f s: %8.2f … %8.2f MiB/s   %s%n",
                        rate, (double) window / SECOND, rates.least(), rates.most(), held ? "ok" : "OFF");
                all &= held;
            }
        } finally {
            over.set(true);
            engine.throughput(0);
            rewriting.join();
        }
        return all;
    }

    private void rewrite(AtomicBoolean over) {
        try {
            while (!over.get()) {
                engine.rewriteAll();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private record Sample(long nanos, long bytes) {}

    /// Looks each time that something was written.
    private Rates measure(long nanos, long span) {
        LockSupport.parkNanos(Math.min(SECOND, window));
        double least = Double.MAX_VALUE;
        double most = 0;
        var samples = new ArrayDeque<Sample>();
        long begin = System.nanoTime();
        long before = engine.bytesWritten();
        while (System.nanoTime() - begin < nanos) {
            var now = new Sample(System.nanoTime(), engine.bytesWritten());
            if (samples.isEmpty() || samples.getLast().bytes != now.bytes) {
                samples.add(now);
                while (now.nanos - samples.getFirst().nanos >= span) {
                    var from = samples.removeFirst();
                    double rate = (now.bytes - from.bytes) / MIB * SECOND / (now.nanos - from.nanos);
                    least = Math.min(least, rate);
                    most = Math.max(most, rate);
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
        double mean = (engine.bytesWritten() - before) / MIB * SECOND / (System.nanoTime() - begin);
        return new Rates(mean, least == Double.MAX_VALUE ? 0 : least, most);
    }
}
