package org.helenus.storage;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads that an engine runs on, passed in so that a test can be all of them.
///
/// @param logSync writes and syncs the log; one task at a time
/// @param logPrepare makes log segments ahead of need
/// @param flush writes memtables to SSTables
/// @param scheduler runs what is due later
/// @param stop ends them; waits for what runs
public record StorageThreads(Executor logSync, Executor logPrepare, Executor flush, Scheduler scheduler, Runnable stop)
        implements AutoCloseable {
    /// Small, named pools. None of their threads may be interrupted: that would close files.
    public static StorageThreads start(int flushThreads) {
        var sync = pool("log-sync", 1);
        var prepare = pool("log-prepare", 1);
        var flush = pool("flush", flushThreads);
        var timer = new ScheduledThreadPoolExecutor(1, named("storage-timer"));
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setRemoveOnCancelPolicy(true);
        Scheduler scheduler = (delay, task) -> {
            if (!timer.isShutdown()) {
                var _ = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            }
        };
        return new StorageThreads(sync, prepare, flush, scheduler, () -> stop(List.of(timer, flush, prepare, sync)));
    }

    /// One executor for everything, for tests and tools; nothing to stop.
    public static StorageThreads of(Executor executor, Scheduler scheduler) {
        return new StorageThreads(executor, executor, executor, scheduler, () -> {});
    }

    @Override
    public void close() {
        stop.run();
    }

    private static ExecutorService pool(String name, int threads) {
        var pool = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.NANOSECONDS, new LinkedBlockingQueue<>(), named(name));
        // At once: a thread has the priority of whoever starts it, and merges, which have a low one, may have
        // tasks.
        pool.prestartAllCoreThreads();
        return pool;
    }

    private static java.util.concurrent.ThreadFactory named(String name) {
        return Thread.ofPlatform().name("helenus-" + name + "-", 0).daemon().factory();
    }

    private static void stop(List<? extends ExecutorService> pools) {
        for (var pool : pools) {
            pool.shutdown();
        }
        boolean interrupted = false;
        for (var pool : pools) {
            while (true) {
                try {
                    if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
                        break;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
