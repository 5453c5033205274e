package org.helenus.benchmarks.compaction;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.helenus.benchmarks.KeyValueWorkload;
import org.helenus.benchmarks.engine.EngineRun.Opener;
import org.helenus.benchmarks.engine.EngineSide;

/// Bytes and reads of one engine in a process of its own. Prints `name value` lines.
///
///     load        N entries in random order of their keys, flush, wait until quiet
///     overwrite   N ÷ 4 of them again, with other values, chosen at random; flush, wait until quiet
///
/// After each: bytes that flushes and merges wrote per byte that the user gave, and, opened again with a cache that
/// holds nothing, data blocks read per hit and per miss. Every answer is checked.
public final class BytesRun {
    private static final long CACHE_BYTES = 64L << 20;
    private static final long NO_CACHE_BYTES = 1L << 16;
    private static final double ENTRY_BYTES = KeyValueWorkload.KEY_BYTES + KeyValueWorkload.VALUE_BYTES;

    private final Path directory;
    private final long entries;
    private final Opener opener;
    private final PrintStream out;
    private final byte[] key = new byte[KeyValueWorkload.KEY_BYTES];
    private final byte[] value = new byte[KeyValueWorkload.VALUE_BYTES];
    private final byte[] found = new byte[KeyValueWorkload.VALUE_BYTES + 1];
    private final SplittableRandom random = new SplittableRandom(2000);

    private BytesRun(Path directory, long entries, Opener opener, PrintStream out) {
        this.directory = directory;
        this.entries = entries;
        this.opener = opener;
        this.out = out;
    }

    /// Runs the phases with data under an empty directory, and prints the figures to `out`.
    public static void run(Path directory, long entries, Opener opener, PrintStream out) throws Exception {
        var run = new BytesRun(directory, entries, opener, out);
        run.write("load", entries, i -> i, 0);
        run.reads("load");
        // The sequence of indexes that the workload prescribes for its first thread.
        var indexes = new SplittableRandom(1000);
        run.write("overwrite", entries / 4, i -> indexes.nextLong(entries), 1);
        run.reads("overwrite");
    }

    @FunctionalInterface
    private interface Indexes {
        long at(long i);
    }

    private void write(String phase, long count, Indexes indexes, long version) throws Exception {
        try (EngineSide engine = opener.open(directory, CACHE_BYTES)) {
            engine.awaitQuiet(); // what opening had to do is not part of it
            long before = engine.bytesWritten();
            for (long i = 0; i < count; i++) {
                long index = indexes.at(i);
                engine.put(key(index), value(index, version));
            }
            engine.flush();
            engine.awaitQuiet();
            print(phase + "-bytes", (engine.bytesWritten() - before) / (count * ENTRY_BYTES));
            print(phase + "-space", engine.dataBytes() / (entries * ENTRY_BYTES));
        }
    }

    private void reads(String phase) throws Exception {
        try (EngineSide engine = opener.open(directory, NO_CACHE_BYTES)) {
            engine.awaitQuiet();
            long reads = Math.min(200_000, entries);
            long before = engine.blocksRead();
            for (long i = 0; i < reads; i++) {
                long index = random.nextLong(entries);
                int length = engine.get(key(index), found);
                if (!isOf(index, 0, length) && !(phase.equals("overwrite") && isOf(index, 1, length))) {
                    throw new IOException("entry " + index + " came back wrong");
                }
            }
            print(phase + "-blocks-per-hit", (double) (engine.blocksRead() - before) / reads);
            before = engine.blocksRead();
            for (long i = 0; i < reads; i++) {
                if (engine.get(key(entries + random.nextLong(entries)), found) >= 0) {
                    throw new IOException("an entry that was never written was found");
                }
            }
            print(phase + "-blocks-per-miss", (double) (engine.blocksRead() - before) / reads);
        }
    }

    private boolean isOf(long index, long version, int length) {
        return length == KeyValueWorkload.VALUE_BYTES
                && Arrays.mismatch(found, 0, length, value(index, version), 0, length) < 0;
    }

    private byte[] key(long index) {
        KeyValueWorkload.putKey(index, ByteBuffer.wrap(key));
        return key;
    }

    private byte[] value(long index, long version) {
        KeyValueWorkload.putValue(index, version, ByteBuffer.wrap(value));
        return value;
    }

    private void print(String name, double figure) {
        out.println(name + " " + figure);
    }
}
