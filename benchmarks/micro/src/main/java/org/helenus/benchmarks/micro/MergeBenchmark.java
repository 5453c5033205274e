package org.helenus.benchmarks.micro;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.memtable.Memtable;
import org.helenus.storage.memtable.MemtableSnapshot;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.MergingCursor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Walks over 80 000 rows that lie in so many sources, no key in two of them, as a flush (1) or a merge (4, 16) does.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class MergeBenchmark {
    private static final int ROWS = 80_000;

    @Param({"1", "4", "16"})
    public int sourceCount;

    private final List<Memtable> memtables = new ArrayList<>();
    private final List<MemtableSnapshot> sources = new ArrayList<>();

    @Setup
    public void fill() {
        int each = ROWS / sourceCount;
        for (int source = 0; source < sourceCount; source++) {
            var memtable = new Memtable();
            Rows.apply(Rows.mutations((long) source * each, each), memtable);
            memtables.add(memtable);
            sources.add(memtable.snapshot());
        }
    }

    @TearDown
    public void free() {
        sources.forEach(MemtableSnapshot::close);
        memtables.forEach(Memtable::close);
    }

    /// Nanoseconds a row.
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long walk() throws IOException {
        long bytes = 0;
        int rows = 0;
        try (var cursor = new MergingCursor(sources, KeyRange.ALL, false, ReadMode.MAY_BLOCK, DropTimes.NONE)) {
            while (cursor.next()) {
                bytes += cursor.keyLength() + cursor.valueLength();
                rows++;
            }
        }
        if (rows != ROWS) {
            throw new IllegalStateException(rows + " rows came out of " + ROWS);
        }
        return bytes;
    }
}
