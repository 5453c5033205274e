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
///     load        N entries in random order of their keys
///     overwrite   N ÷ 4 of them again, with other values, chosen at random
///
/// Each phase is done in eight parts, and ends with a flush. After each part the engine is left alone until it is
/// quiet; then reads are counted, because what they cost depends on where in its cycle of merges an engine stands:
/// data blocks per hit and per miss, with a cache that holds nothing, are means of eight moments. Hits ask for entries
/// that were not among the last N ÷ 10 put: a memtable may answer those, which costs no block whatever merges do, and
/// how full it is at eight moments is chance. Bytes are all that flushes and merges wrote, for each byte that the user
/// gave. Every answer is checked.
public final class BytesRun {
    private static final long NO_CACHE_BYTES = 1L << 16;
    private static final int PARTS = 8;
    private static final int READS = 25_000;
    /// Of five million entries, more than a quiet engine's memtables hold of KV116 within 96 MiB.
    private static final int YOUNG_SHARE = 10;
    private static final double ENTRY_BYTES = KeyValueWorkload.KEY_BYTES + KeyValueWorkload.VALUE_BYTES;

    private final EngineSide engine;
    private final long entries;
    private final PrintStream out;
    private final byte[] key = new byte[KeyValueWorkload.KEY_BYTES];
    private final byte[] value = new byte[KeyValueWorkload.VALUE_BYTES];
    private final byte[] found = new byte[KeyValueWorkload.VALUE_BYTES + 1];
    private final SplittableRandom random = new SplittableRandom(2000);
    /// How many puts there had been when an entry was last put, by its index.
    private final int[] putAt;
    private int puts;

    private BytesRun(EngineSide engine, long entries, PrintStream out) {
        this.engine = engine;
        this.entries = entries;
        this.out = out;
        putAt = new int[Math.toIntExact(entries)];
    }

    /// Runs the phases with data under an empty directory, and prints the figures to `out`.
    public static void run(Path directory, long entries, Opener opener, PrintStream out) throws Exception {
        try (EngineSide engine = opener.open(directory, NO_CACHE_BYTES)) {
            var run = new BytesRun(engine, entries, out);
            run.phase("load", entries, i -> i, 0);
            // The sequence of indexes that the workload prescribes for its first thread.
            var indexes = new SplittableRandom(1000);
            run.phase("overwrite", entries / 4, _ -> indexes.nextLong(entries), 1);
        }
    }

    @FunctionalInterface
    private interface Indexes {
        long at(long i);
    }

    private void phase(String phase, long count, Indexes indexes, long version) throws Exception {
        long before = engine.bytesWritten();
        long hitBlocks = 0;
        long missBlocks = 0;
        double filterBits = 0;
        for (int part = 0; part < PARTS; part++) {
            long end = count * (part + 1) / PARTS;
            for (long i = count * part / PARTS; i < end; i++) {
                long index = indexes.at(i);
                engine.put(key(index), value(index, version));
                putAt[(int) index] = puts++;
            }
            if (part == PARTS - 1) {
                engine.flush();
            }
            engine.awaitQuiet();
            hitBlocks += hits(version == 0 ? end : entries, version);
            missBlocks += misses();
            filterBits += engine.filterBitsPerKey() / PARTS;
        }
        print(phase + "-bytes", (engine.bytesWritten() - before) / (count * ENTRY_BYTES));
        print(phase + "-space", engine.dataBytes() / (entries * ENTRY_BYTES));
        print(phase + "-blocks-per-hit", (double) hitBlocks / (PARTS * READS));
        print(phase + "-blocks-per-miss", (double) missBlocks / (PARTS * READS));
        print(phase + "-filter-bits", filterBits);
    }

    private long hits(long written, long version) throws Exception {
        long before = engine.blocksRead();
        for (int i = 0; i < READS; i++) {
            long index = oldIndex(written);
            int length = engine.get(key(index), found);
            if (!isOf(index, 0, length) && !(version > 0 && isOf(index, version, length))) {
                throw new IOException("entry " + index + " came back wrong");
            }
        }
        return engine.blocksRead() - before;
    }

    private long oldIndex(long written) {
        long index = random.nextLong(written);
        while (putAt[(int) index] >= puts - entries / YOUNG_SHARE) {
            index = random.nextLong(written);
        }
        return index;
    }

    private long misses() throws Exception {
        long before = engine.blocksRead();
        for (int i = 0; i < READS; i++) {
            if (engine.get(key(entries + random.nextLong(entries)), found) >= 0) {
                throw new IOException("an entry that was never written was found");
            }
        }
        return engine.blocksRead() - before;
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
