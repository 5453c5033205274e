package org.helenus.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.helenus.storage.commitlog.CommitLog;
import org.helenus.storage.manifest.ManifestEdit;

/// Keeps an engine within its bounds, in the background: flushes where memory, log or a table's period ask for it,
/// lets log segments go, gets a failed log going again, and calls the writers who wait for any of that.
///
/// What fails is told to the listener and tried again.
///
/// Threads: any; the work is done on the flush pool.
final class Maintenance {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final StorageEngine engine;
    private final CommitLog log;
    private final Collection<EngineTable> tables;
    private final StorageThreads threads;
    private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean recovering = new AtomicBoolean();
    private final Object retireLock = new Object();
    private volatile boolean roomy = true;
    /// What the memtables took at the last look.
    private volatile long total;
    private volatile boolean stopped;

    /// @param tables of the engine, always as they are now
    Maintenance(StorageEngine engine, CommitLog log, Collection<EngineTable> tables, StorageThreads threads) {
        this.engine = engine;
        this.log = log;
        this.tables = tables;
        this.threads = threads;
        log.onDurable(this::onLogAdvance);
    }

    /// Nothing is begun any more.
    void stop() {
        stopped = true;
    }

    // ---- writers

    /// Whether there is memory, and the log works and keeps up.
    boolean isWritable() {
        return roomy && log.isAvailable() && log.hasRoom();
    }

    /// Whether a mutation of so many bytes may not be taken, since the bound could be passed: by writers who do not
    /// ask first, or by a large one that comes late.
    boolean isOverfull(int mutationBytes) {
        long most = engine.options().memtableBytes();
        if (mutationBytes <= checkBytes()) {
            return total >= most - most / 16;
        }
        check();
        return total + mutationBytes + mutationBytes / 2 > most;
    }

    /// After how many bytes of mutations [#check] is due. What they make of them in memory, several writers at
    /// once,
    /// fits between the place where writers are asked to wait and the bound.
    long checkBytes() {
        return engine.options().memtableBytes() / 64;
    }

    void whenWritable(Runnable resume) {
        waiting.add(resume);
        // What was freed before the line above was told to nobody.
        check();
        resumeWriters();
    }

    /// Memory of a memtable came back: when a reader or a merge held it longer than its flush took, only now.
    void afterFree() {
        if (!stopped && !waiting.isEmpty()) {
            threads.flush().execute(() -> {
                check();
                resumeWriters();
            });
        }
    }

    private void resumeWriters() {
        while (isWritable()) {
            var resume = waiting.poll();
            if (resume == null) {
                return;
            }
            resume.run();
        }
    }

    // ---- flushes

    /// Starts flushes where memory or log ask for them.
    void check() {
        long active = 0;
        EngineTable largest = null;
        long largestBytes = 0;
        long generation = 0;
        EngineTable oldest = null;
        for (var table : tables) {
            long number = table.activeGeneration();
            long bytes = table.activeBytes();
            active += bytes;
            if (largest == null || bytes > largestBytes) {
                largest = table;
                largestBytes = bytes;
                generation = number;
            }
            if (oldest == null || table.unflushedBound() < oldest.unflushedBound()) {
                oldest = table;
            }
        }
        long most = engine.options().memtableBytes();
        long taken = engine.memtableBytes();
        total = taken;
        roomy = taken < most - most / 8;
        if (largest != null && active > most / 2) {
            requestFlush(largest, generation);
        }
        // One that is under way frees what it can before another is asked for.
        if (oldest != null && log.keptBytes() > engine.options().maxLogBytes() && !oldest.isFlushing()) {
            requestFlush(oldest, oldest.activeGeneration());
        }
    }

    /// Flushes on this thread.
    void flush(Collection<EngineTable> targets) throws IOException {
        engine.flusher().flush(targets, Flusher.Replay.ENDS, Optional.of(log), OptionalLong.empty());
        afterFlush();
    }

    void afterFlush() {
        try {
            retireLog();
        } catch (IOException e) {
            // The segments stay until the next flush.
            engine.listener().backgroundError("deletion of commit log segments", e);
        }
        check();
        resumeWriters();
    }

    /// @param generation the active one that is too large, or too old
    private void requestFlush(EngineTable table, long generation) {
        if (!stopped && table.flushRequested().compareAndSet(false, true)) {
            threads.flush().execute(() -> {
                if (table.activeGeneration() == generation) {
                    flushInBackground(table);
                } else { // a flush began while it was asked for; what has come since would make a small file
                    table.flushRequested().set(false);
                    check();
                }
            });
        }
    }

    private void flushInBackground(EngineTable table) {
        try {
            flush(List.of(table));
        } catch (IOException | RuntimeException e) {
            failed("flush of " + table.metadata().name(), e);
            // Until then nobody else begins one, or each would have tries of its own.
            if (table.flushRequested().compareAndSet(false, true)) {
                retry(() -> flushInBackground(table));
            }
        }
    }

    /// Keeps a table's `memtable_flush_period_in_ms`, as long as it has one.
    void scheduleFlush(EngineTable table) {
        int millis = table.metadata().options().memtableFlushPeriodInMs();
        if (millis > 0 && !table.isDropped() && table.flushScheduled().compareAndSet(false, true)) {
            threads.scheduler().schedule(Duration.ofMillis(millis), () -> {
                table.flushScheduled().set(false);
                if (!stopped && !table.isDropped()) {
                    requestFlush(table, table.activeGeneration());
                    scheduleFlush(table);
                }
            });
        }
    }

    // ---- the log

    /// Lets log segments go that hold nothing unflushed.
    void retireLog() throws IOException {
        synchronized (retireLock) {
            // The tail first: what is written from here on lies behind it, whatever the tables say then.
            long needed = log.tail();
            for (var table : tables) {
                needed = Math.min(needed, table.unflushedBound());
            }
            long through = log.lastSegmentBefore(needed);
            if (through > 0) {
                if (through > engine.retiredLog()) {
                    engine.commit(List.of(new ManifestEdit.RetireLog(through)));
                }
                log.delete(through);
            }
        }
    }

    private void onLogAdvance() {
        if (!log.isAvailable() && !stopped && recovering.compareAndSet(false, true)) {
            threads.flush().execute(this::recoverLog);
        }
        if (!waiting.isEmpty()) {
            resumeWriters();
        }
    }

    /// After a failed sync: what was applied goes to files, then a new segment begins. What waited is durable
    /// then.
    private void recoverLog() {
        try {
            if (!log.isAvailable() && !stopped) {
                long through = log.failedThrough();
                engine.flusher()
                        .flush(List.copyOf(tables), Flusher.Replay.ENDS, Optional.empty(), OptionalLong.of(through));
                log.restart();
            }
            recovering.set(false);
            afterFlush();
        } catch (IOException | RuntimeException e) {
            failed("flush after a failure of the commit log", e);
            retry(this::recoverLog);
        }
    }

    private void failed(String what, Exception cause) {
        engine.listener()
                .backgroundError(what, cause instanceof IOException e ? e : new IOException(cause.toString(), cause));
    }

    private void retry(Runnable task) {
        if (!stopped) {
            threads.scheduler().schedule(RETRY, () -> {
                if (!stopped) {
                    threads.flush().execute(task);
                }
            });
        }
    }
}
