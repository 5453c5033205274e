package org.helenus.benchmarks.engine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.helenus.benchmarks.KeyValueWorkload;

/// The phases of one engine in a process of its own. Prints `name value` lines for [EngineBench]: microseconds of the
/// process's CPU per operation, background work until quiet included, or a count.
///
/// Every answer is checked: a hit must give the right bytes, a miss nothing, so that no engine gains by being wrong.
public final class EngineRun {
    private static final int SCAN_ROWS = 100;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /// Opens an engine with data under a directory, with so much cache.
    @FunctionalInterface
    public interface Opener {
        EngineSide open(Path directory, long cacheBytes) throws Exception;
    }

    private final long entries;
    private final byte[] key = new byte[KeyValueWorkload.KEY_BYTES];
    private final byte[] value = new byte[KeyValueWorkload.VALUE_BYTES];
    private final byte[] found = new byte[KeyValueWorkload.VALUE_BYTES + 1];
    private final SplittableRandom random = new SplittableRandom(1000);
    private final PrintStream out;

    private EngineRun(long entries, PrintStream out) {
        this.entries = entries;
        this.out = out;
    }

    /// Runs the phases with data under an empty directory, and prints the figures to `out`.
    public static void run(Path directory, long entries, Opener opener, PrintStream out) throws Exception {
        var run = new EngineRun(entries, out);
        try (EngineSide engine = opener.open(directory, 2L << 30)) {
            run.cached(engine);
        }
        try (EngineSide engine = opener.open(directory, 1L << 16)) {
            run.uncached(engine);
        }
    }

    /// Runs what the second shape, one wide partition, is judged by: put, hit and scan, cached.
    public static void runWide(Path directory, long entries, Opener opener, PrintStream out) throws Exception {
        var run = new EngineRun(entries, out);
        try (EngineSide engine = opener.open(directory, 2L << 30)) {
            run.wide(engine);
        }
    }

    private void wide(EngineSide engine) throws Exception {
        measure("wide-put", entries, () -> load(engine));
        long reads = Math.min(600_000, entries);
        for (String pass : new String[] {"warm-", ""}) {
            measure(pass + "wide-get-hit", reads, () -> hits(engine, reads));
            measure(pass + "wide-scan-100", reads / 10, () -> scans(engine, reads / 10));
        }
    }

    private void load(EngineSide engine) throws Exception {
        for (long i = 0; i < entries; i++) {
            engine.put(key(i), value(i));
        }
        engine.flush();
        engine.awaitQuiet();
    }

    private void cached(EngineSide engine) throws Exception {
        measure("put", entries, () -> load(engine));
        long reads = Math.min(600_000, entries);
        for (String pass : new String[] {"warm-", ""}) {
            measure(pass + "get-hit", reads, () -> hits(engine, reads));
            measure(pass + "get-miss", reads, () -> misses(engine, reads));
            measure(pass + "scan-100", reads / 10, () -> scans(engine, reads / 10));
        }
        engine.compactAll();
        print("bytes-per-row", (double) engine.dataBytes() / entries);
    }

    private void uncached(EngineSide engine) throws Exception {
        long reads = Math.min(60_000, entries);
        long before = engine.blocksRead();
        hits(engine, reads);
        print("blocks-per-hit", (double) (engine.blocksRead() - before) / reads);
        before = engine.blocksRead();
        misses(engine, reads);
        print("blocks-per-miss", (double) (engine.blocksRead() - before) / reads);
    }

    private void hits(EngineSide engine, long count) throws Exception {
        for (long i = 0; i < count; i++) {
            long index = random.nextLong(entries);
            int length = engine.get(key(index), found);
            if (length != KeyValueWorkload.VALUE_BYTES
                    || Arrays.mismatch(found, 0, length, value(index), 0, length) >= 0) {
                throw new IOException("entry " + index + " came back wrong");
            }
        }
    }

    private void misses(EngineSide engine, long count) throws Exception {
        for (long i = 0; i < count; i++) {
            if (engine.get(key(entries + random.nextLong(entries)), found) >= 0) {
                throw new IOException("an entry that was never written was found");
            }
        }
    }

    private void scans(EngineSide engine, long count) throws Exception {
        long checksum = 0;
        for (long i = 0; i < count; i++) {
            checksum += engine.scan(key(random.nextLong(entries)), SCAN_ROWS);
        }
        print("scan-checksum", checksum);
    }

    private byte[] key(long index) {
        KeyValueWorkload.putKey(index, ByteBuffer.wrap(key));
        return key;
    }

    private byte[] value(long index) {
        KeyValueWorkload.putValue(index, 0, ByteBuffer.wrap(value));
        return value;
    }

    @FunctionalInterface
    private interface Phase {
        void run() throws Exception;
    }

    private void measure(String name, long operations, Phase phase) throws Exception {
        long before = PROCESS.getProcessCpuTime();
        phase.run();
        print(name, (PROCESS.getProcessCpuTime() - before) / 1000.0 / operations);
    }

    private void print(String name, double figure) {
        out.println(name + " " + figure);
    }
}
