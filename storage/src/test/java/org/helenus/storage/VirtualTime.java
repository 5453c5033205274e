package org.helenus.storage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/// An executor, a scheduler and a clock without threads: what is due runs at its time, which passes when a test says
/// so. One thread.
public final class VirtualTime implements Executor, Scheduler {
    private final ManualClock clock;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Due> later =
            new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
    private long scheduled;

    private record Due(long nanos, long order, Runnable task) {}

    public VirtualTime(long wallMicros) {
        clock = new ManualClock(wallMicros);
    }

    public ManualClock clock() {
        return clock;
    }

    public StorageThreads threads() {
        return StorageThreads.of(this, this);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        later.add(new Due(clock.monotonicNanos() + delay.toNanos(), scheduled++, task));
    }

    /// Lets time pass; each task that comes due in it sees the time that it asked for.
    public void pass(Duration duration) {
        long end = clock.monotonicNanos() + duration.toNanos();
        runAll();
        while (!later.isEmpty() && later.peek().nanos <= end) {
            var due = later.remove();
            clock.advance(Duration.ofNanos(Math.max(0, due.nanos - clock.monotonicNanos())));
            due.task.run();
            runAll();
        }
        clock.advance(Duration.ofNanos(end - clock.monotonicNanos()));
    }

    /// Runs what waits for no time.
    public void runAll() {
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
