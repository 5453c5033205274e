package org.helenus.compaction;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.helenus.schema.TableMetadata;

/// A merge under way, for the threads that do it and for those who look on. Any thread.
final class RunningTask {
    final UUID id;
    final CompactedTable table;
    final TableMetadata metadata;
    final CompactionTask task;
    final Priority priority;
    /// What it may take of the disk until it ends.
    final long neededBytes;
    /// Another merge of the same thread stands still meanwhile.
    final boolean interrupts;
    final Thread owner = Thread.currentThread();
    final long startedMicros;

    private final AtomicLong completed = new AtomicLong();
    private volatile long total;
    private volatile boolean stopped;
    private volatile boolean overtaken;

    RunningTask(
            UUID id,
            CompactedTable table,
            CompactionTask task,
            Priority priority,
            long neededBytes,
            boolean interrupts,
            long startedMicros) {
        this.id = id;
        this.table = table;
        metadata = table.metadata;
        this.task = task;
        this.priority = priority;
        this.neededBytes = neededBytes;
        this.interrupts = interrupts;
        this.startedMicros = startedMicros;
    }

    void stop() {
        stopped = true;
    }

    /// Inputs of it are gone: what it does is for nothing.
    void overtake() {
        overtaken = true;
        stopped = true;
    }

    boolean isOvertaken() {
        return overtaken;
    }

    boolean isStopped() {
        return stopped;
    }

    void begins(long bytes) {
        total = bytes;
    }

    void read(long bytes) {
        completed.addAndGet(bytes);
    }

    /// Bytes so far, uncompressed.
    long contentRead() {
        return completed.get();
    }

    boolean isMine() {
        return Thread.currentThread().equals(owner);
    }

    RunningCompaction about() {
        long all = total;
        return new RunningCompaction(
                id, metadata, task, Math.min(completed.get(), all), all, priority.bytes(), startedMicros);
    }
}
