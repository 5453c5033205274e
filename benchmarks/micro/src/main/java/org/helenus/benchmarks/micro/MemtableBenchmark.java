package org.helenus.benchmarks.micro;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.helenus.storage.Mutation;
import org.helenus.storage.ReadMode;
import org.helenus.storage.memtable.Memtable;
import org.helenus.storage.memtable.MemtableSnapshot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A memtable of 100 000 rows whose keys come in random order: to fill it, and to find one of them.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class MemtableBenchmark {
    private static final int ROWS = 100_000;

    private final SplittableRandom random = new SplittableRandom(1);
    private Mutation[] mutations;
    private byte[][] keys;
    private Memtable filled;
    private MemtableSnapshot snapshot;

    @Setup
    public void fill() {
        mutations = Rows.mutations(0, ROWS);
        keys = Rows.rowKeys(ROWS);
        filled = new Memtable();
        Rows.apply(mutations, filled);
        snapshot = filled.snapshot();
    }

    @TearDown
    public void free() {
        snapshot.close();
        filled.close();
    }

    /// Nanoseconds a row; the memtable's making and end included.
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long insert() {
        try (var memtable = new Memtable()) {
            Rows.apply(mutations, memtable);
            return memtable.rows();
        }
    }

    @Benchmark
    public long get() {
        byte[] key = keys[random.nextInt(ROWS)];
        var length = new long[1];
        if (!snapshot.get(key, key.length, ReadMode.MEMORY_ONLY, (segment, offset, bytes) -> length[0] += bytes)) {
            throw new IllegalStateException("a row that was written is not there");
        }
        return length[0];
    }
}
