package org.helenus.server;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.DoubleSupplier;
import org.helenus.storage.Clock;

/// How busy clients keep the machine, 0 … 1: the processor time of the threads that serve them, against that of all
/// processors, since it was last asked. For one caller every few hundred milliseconds.
final class ClientLoad implements DoubleSupplier {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Clock clock;
    private long lastNanos;
    private long lastBusyNanos;
    private double last;

    ClientLoad(Clock clock) {
        this.clock = clock;
        lastNanos = clock.monotonicNanos();
        lastBusyNanos = busyNanos();
    }

    @Override
    public synchronized double getAsDouble() {
        long now = clock.monotonicNanos();
        if (now - lastNanos < 100_000_000) {
            return last;
        }
        long busy = busyNanos();
        double all = (double) (now - lastNanos) * Runtime.getRuntime().availableProcessors();
        last = Math.clamp((busy - lastBusyNanos) / all, 0, 1);
        lastNanos = now;
        lastBusyNanos = busy;
        return last;
    }

    private long busyNanos() {
        if (!threads.isThreadCpuTimeSupported()) {
            return 0;
        }
        long nanos = 0;
        for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && servesClients(thread.getThreadName())) {
                nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return nanos;
    }

    private static boolean servesClients(String thread) {
        return thread.startsWith("native-transport") || thread.startsWith("read-");
    }
}
