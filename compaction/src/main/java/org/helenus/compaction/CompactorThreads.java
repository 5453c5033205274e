package org.helenus.compaction;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The threads that merge, `compaction-1` and on: as many as are wanted now. A thread that is one too many ends when it
/// has nothing to do, or has done what it had. Guarded by the lock of [CompactionScheduler], except [#join].
final class CompactorThreads {
    /// What a thread does next.
    @FunctionalInterface
    interface Source {
        /// Takes the lock, and waits; empty when the thread has left.
        Optional<Runnable> next(int number);
    }

    private final Source source;
    private final int niceness;
    private final TreeMap<Integer, Thread> threads = new TreeMap<>();
    /// Parts of merges under way, for threads that have time.
    private final ArrayDeque<Runnable> parts = new ArrayDeque<>();
    private int wanted;
    private int idle;

    /// @param niceness that each takes before its first work, see [Niceness]
    CompactorThreads(int wanted, int niceness, Source source) {
        this.wanted = wanted;
        this.niceness = niceness;
        this.source = source;
    }

    int wanted() {
        return wanted;
    }

    void want(int count) {
        wanted = count;
    }

    /// Starts those that are missing.
    void start() {
        for (int number = 1; threads.size() < wanted; number++) {
            if (!threads.containsKey(number)) {
                int mine = number;
                var thread = Thread.ofPlatform()
                        .name("compaction-" + number)
                        .daemon(true)
                        .unstarted(() -> work(mine));
                threads.put(number, thread);
                thread.start();
            }
        }
    }

    private void work(int number) {
        Optional<Runnable> work = source.next(number);
        if (work.isPresent()) {
            Niceness.take(niceness);
        }
        while (work.isPresent()) {
            work.get().run();
            work = source.next(number);
        }
    }

    boolean tooMany() {
        return threads.size() > wanted;
    }

    /// The thread that calls ends.
    void leave(int number) {
        threads.remove(number);
    }

    /// Those that wait for something to do.
    int idle() {
        return idle;
    }

    void rests(boolean begins) {
        idle += begins ? 1 : -1;
    }

    /// Asks as many of the idle as `count` to run a part.
    void ask(Runnable part, int count) {
        for (int i = 0; i < Math.min(count, idle); i++) {
            parts.add(part);
        }
    }

    Optional<Runnable> part() {
        return Optional.ofNullable(parts.poll());
    }

    List<Thread> all() {
        return List.copyOf(threads.values());
    }

    /// Waits for their end; without the lock.
    static void join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
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
