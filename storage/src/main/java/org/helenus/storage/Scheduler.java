package org.helenus.storage;

import java.time.Duration;

/// Runs a task later. Tasks are short, or hand themselves to an executor.
@FunctionalInterface
public interface Scheduler {
    /// Runs `task` once, after `delay`, on the scheduler's thread. After the scheduler is closed nothing runs.
    void schedule(Duration delay, Runnable task);
}
