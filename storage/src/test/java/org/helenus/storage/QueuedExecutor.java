package org.helenus.storage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/// An executor and scheduler without a thread: tasks wait until the test runs them. One thread.
public final class QueuedExecutor implements Executor, Scheduler {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final ArrayDeque<Runnable> later = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        later.add(task);
    }

    /// Runs what waits, and what that adds.
    public void runAll() {
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /// Lets the scheduled tasks' time come, once, and runs what they add.
    public void runScheduled() {
        for (int count = later.size(); count > 0; count--) {
            later.remove().run();
        }
        runAll();
    }

    public int waiting() {
        return tasks.size();
    }
}
