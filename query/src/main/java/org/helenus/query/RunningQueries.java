package org.helenus.query;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.helenus.query.system.SystemSources.RunningQuery;
import org.helenus.storage.Clock;

/// The statements that threads of the I/O pool are at. Those that end on the event loop are over before anybody could
/// ask. Threads: any; each begins and ends its own.
final class RunningQueries {
    private final Clock clock;
    private final ConcurrentHashMap<Thread, Running> byThread = new ConcurrentHashMap<>();

    private record Running(String cql, Parameters parameters, long arrivedNanos, long startedNanos) {}

    RunningQueries(Clock clock) {
        this.clock = clock;
    }

    long now() {
        return clock.monotonicNanos();
    }

    /// This thread begins.
    ///
    /// @param arrivedNanos when the statement was handed to the pool, by [#now]
    void begin(String cql, Parameters parameters, long arrivedNanos) {
        byThread.put(Thread.currentThread(), new Running(cql, parameters, arrivedNanos, now()));
    }

    /// This thread is done.
    void end() {
        byThread.remove(Thread.currentThread());
    }

    List<RunningQuery> all() {
        long now = now();
        return byThread.entrySet().stream()
                .map(entry -> running(entry.getKey(), entry.getValue(), now))
                .toList();
    }

    private static RunningQuery running(Thread thread, Running running, long now) {
        String pages = running.parameters().pageSize() > 0
                ? " [pageSize = " + running.parameters().pageSize() + "]"
                : "";
        return new RunningQuery(
                thread.getName(),
                (running.startedNanos() - running.arrivedNanos()) / 1_000,
                Math.max(0, now - running.startedNanos()) / 1_000,
                "QUERY " + running.cql() + pages + " at consistency "
                        + running.parameters().consistency());
    }
}
