package org.helenus.benchmarks.wide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.helenus.benchmarks.ProcessCpu;

/// Looks at the resident memory of this process all the time, on a thread of its own, and keeps the most that it saw.
final class ResidentMemory implements AutoCloseable {
    private static final long PERIOD_MILLIS = 20;

    private final ProcessCpu process = new ProcessCpu(ProcessHandle.current().pid());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread watcher;
    // Guarded by this.
    private long mostKib;

    ResidentMemory() {
        watcher = Thread.ofPlatform().daemon().name("resident-memory").start(this::watch);
    }

    private void watch() {
        try {
            while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        try {
            mostKib = Math.max(mostKib, process.residentKib());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The most since the last time that this was asked, in MiB.
    synchronized double mostMib() {
        look();
        double most = mostKib / 1024.0;
        mostKib = 0;
        return most;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
