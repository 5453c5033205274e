package org.helenus.benchmarks.micro;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.helenus.storage.Mutation;
import org.helenus.storage.Scheduler;
import org.helenus.storage.SystemClock;
import org.helenus.storage.commitlog.CommitLog;
import org.helenus.storage.commitlog.CommitLogOptions;
import org.helenus.storage.disk.MemoryDisk;
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

/// Appends 50 000 records to a new log on a disk in memory, by one thread, and closes it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CommitLogBenchmark {
    private static final int RECORDS = 50_000;
    private static final byte[] HEAD = {1, 1};

    private Mutation[] mutations;
    private ExecutorService sync;

    @Setup
    public void prepare() {
        mutations = Rows.mutations(0, RECORDS);
        sync = Executors.newSingleThreadExecutor();
    }

    @TearDown
    public void stop() {
        sync.shutdown();
    }

    /// Nanoseconds a record.
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long append() throws IOException {
        var disk = new MemoryDisk(1);
        disk.createDirectories("log");
        Scheduler atOnce = (delay, task) -> sync.execute(task);
        long position = 0;
        try (var log = new CommitLog(
                disk,
                "log",
                CommitLogOptions.DEFAULTS,
                new SystemClock(),
                new SplittableRandom(1),
                sync,
                sync,
                atOnce,
                1,
                List.of())) {
            for (Mutation mutation : mutations) {
                while (!log.hasRoom()) {
                    Thread.onSpinWait();
                }
                position = log.append(HEAD, HEAD.length, mutation.bytes(), mutation.offset(), mutation.length());
            }
        }
        return position;
    }
}
