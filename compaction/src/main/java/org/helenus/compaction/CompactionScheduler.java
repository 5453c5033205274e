package org.helenus.compaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.helenus.schema.Schema;
import org.helenus.schema.TableId;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.Clock;
import org.helenus.storage.StorageListener;
import org.helenus.storage.TableStore;
import org.helenus.storage.sstable.CorruptSSTableException;
import org.helenus.storage.sstable.SSTableId;

/// Runs compactions on a small pool of threads of its own.
///
/// It listens to the engine: a table whose files changed is looked at again, all of them at each review. A free thread
/// asks the strategies of the tables that are due and takes the smallest merge of all, so that fresh files are dealt
/// with before deep work; no two merges share a file. Everything merges at one common rate.
///
///     sstablesChanged, review ─▶ due ──strategy──▶ task ──Compactor──▶ TableStore.replace ─▶ sstablesChanged …
///
/// What fails is told to the listener; its table rests until its files change or the next review, and a file found
/// corrupt is not touched again. Threads: any. [#close] waits for the merges to stop.
public final class CompactionScheduler implements StorageListener, AutoCloseable {
    private final CompactionOptions options;
    private final Clock clock;
    private final CompactionListener listener;
    private final Throttle throttle;
    private final List<Thread> threads = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    /// For the threads: there may be something to do.
    private final Condition changed = lock.newCondition();
    /// For those who wait until nothing is. Apart, because a thread that finds nothing tells them, and must not wake
    /// another thread by it, which would find nothing either and wake the first.
    private final Condition settled = lock.newCondition();
    // guarded by lock
    private final Map<TableId, CompactedTable> tables = new LinkedHashMap<>();
    private final List<RunningTask> running = new ArrayList<>();
    private boolean started;
    private boolean closed;

    public CompactionScheduler(CompactionOptions options, Clock clock, CompactionListener listener) {
        this(options, clock, listener, Throttle.Pause.PARK);
    }

    CompactionScheduler(CompactionOptions options, Clock clock, CompactionListener listener, Throttle.Pause pause) {
        this.options = options;
        this.clock = clock;
        this.listener = listener;
        throttle = new Throttle(clock, pause, options.throughputBytesPerSecond());
    }

    /// A merge under way.
    ///
    /// @param bytes of its inputs
    public record Running(TableId table, CompactionTask task, long bytes, long startedMicros) {}

    private static final class RunningTask {
        private final Running about;
        private volatile boolean stopped;

        RunningTask(Running about) {
            this.about = about;
        }
    }

    /// @param state the strategy's, once this is done
    private record Work(
            CompactedTable table,
            List<CompactionTask> tasks,
            CompactionStrategy.State state,
            long bytes,
            Optional<CompactedTable.Request> request) {}

    /// Starts the threads; when the engine is open.
    public void start() {
        lock.lock();
        try {
            if (started || closed) {
                throw new IllegalStateException("started already");
            }
            started = true;
            for (int i = 1; i <= options.concurrentCompactors(); i++) {
                var thread =
                        Thread.ofPlatform().name("compaction-" + i).daemon(true).unstarted(this::work);
                threads.add(thread);
                thread.start();
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- news

    @Override
    public void tableOpened(TableStore table) {
        with(() -> tables.putIfAbsent(table.id(), new CompactedTable(table, clock, options.allowUnsafeExpiration())));
    }

    @Override
    public void tableDropped(TableStore table) {
        with(() -> {
            var gone = tables.remove(table.id());
            stopTasks(table.id());
            if (gone != null) {
                gone.requests.forEach(request -> request.answer().complete(List.of()));
            }
        });
    }

    @Override
    public void sstablesChanged(TableStore table) {
        with(() -> Optional.ofNullable(tables.get(table.id())).ifPresent(known -> known.due = true));
    }

    @Override
    public void schemaChanged(Schema before, Schema after) {
        review();
    }

    /// Looks at every table anew.
    public void review() {
        with(() -> tables.values().forEach(table -> table.due = true));
    }

    private void with(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- orders

    /// What all merges together may write a second; 0 for no limit. Takes effect at once.
    public void setThroughput(long bytesPerSecond) {
        throttle.setBytesPerSecond(bytesPerSecond);
    }

    public long throughput() {
        return throttle.bytesPerSecond();
    }

    /// Lets a table be compacted, or only when asked. Merges under way go on.
    public void setEnabled(TableId table, boolean enabled) {
        with(() -> {
            CompactedTable known = known(table);
            known.enabled = enabled;
            known.due = true;
        });
    }

    public boolean isEnabled(TableId table) {
        lock.lock();
        try {
            return known(table).enabled;
        } finally {
            lock.unlock();
        }
    }

    /// Merges all files of a table, when the merges under way on it have ended, and waits for that; also where
    /// compaction is disabled.
    ///
    /// @throws IOException a merge failed or was stopped
    public List<CompactionReport> compact(TableId table) throws IOException {
        return compact(table, new CompactionOrder.Major(false));
    }

    /// Does what somebody asks for, when the merges under way on the table have ended, and waits for that; also where
    /// compaction is disabled.
    ///
    /// @throws IOException a merge failed or was stopped
    /// @throws InvalidRequest a file that was named is not live
    public List<CompactionReport> compact(TableId table, CompactionOrder order) throws IOException {
        var answer = new CompletableFuture<List<CompactionReport>>();
        with(() -> {
            if (!started || closed) {
                throw new IllegalStateException("compaction is not running");
            }
            known(table).requests.add(new CompactedTable.Request(order, answer));
        });
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a compaction", e);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof InvalidRequest refused) {
                throw refused;
            }
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    /// Stops the merges under way on a table; what they wrote is gone.
    public void stop(TableId table) {
        with(() -> stopTasks(table));
    }

    private void stopTasks(TableId table) {
        for (RunningTask task : running) {
            if (task.about.table().equals(table)) {
                task.stopped = true;
            }
        }
    }

    /// The merges under way.
    public List<Running> running() {
        lock.lock();
        try {
            return running.stream().map(task -> task.about).toList();
        } finally {
            lock.unlock();
        }
    }

    /// About how many merges of a table are due and not under way.
    public int pending(TableId table) {
        lock.lock();
        try {
            CompactedTable known = known(table);
            return known.strategy().pendingTasks(known.live());
        } finally {
            lock.unlock();
        }
    }

    private CompactedTable known(TableId table) {
        var known = tables.get(table);
        if (known == null) {
            throw new InvalidRequest("unconfigured table " + table);
        }
        return known;
    }

    /// Waits until no merge runs and none is due.
    public void awaitIdle() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && (!running.isEmpty() || hasWork())) {
                settled.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean hasWork() {
        for (CompactedTable table : tables.values()) {
            if (!table.requests.isEmpty() || !table.busy.isEmpty() || table.mayRunByItself()) {
                return true;
            }
        }
        return false;
    }

    // ---- the threads

    private void work() {
        var compactor = new Compactor(clock, throttle);
        Optional<Work> work = next();
        while (work.isPresent()) {
            run(compactor, work.get());
            work = next();
        }
    }

    /// Waits for something to do and marks its files; empty when the scheduler is closed.
    private Optional<Work> next() {
        lock.lock();
        try {
            while (!closed) {
                Optional<Work> best = choose();
                if (best.isPresent()) {
                    var table = best.get().table;
                    table.state = best.get().state;
                    best.get().tasks.forEach(task -> table.busy.addAll(task.inputs()));
                    return best;
                }
                settled.signalAll();
                if (!changed.await(options.review().toNanos(), TimeUnit.NANOSECONDS)) {
                    tables.values().forEach(table -> table.due = true);
                }
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// What was asked for comes first, then the merge with the fewest bytes.
    private Optional<Work> choose() {
        var choices = new ArrayList<Work>();
        for (CompactedTable table : List.copyOf(tables.values())) {
            try {
                if (!table.requests.isEmpty() && table.busy.isEmpty()) {
                    LiveSet live = table.live();
                    var request = table.requests.removeFirst();
                    Optional<List<CompactionTask>> tasks = request.tasks(table.strategy(), live);
                    if (tasks.isPresent()) {
                        return Optional.of(new Work(table, tasks.get(), table.state, 0, Optional.of(request)));
                    }
                }
                if (table.mayRunByItself()) {
                    LiveSet live = table.live();
                    var pick = table.strategy().pick(live, table.state);
                    table.due = !pick.tasks().isEmpty();
                    table.state = table.due ? table.state : pick.state();
                    for (CompactionTask task : pick.tasks()) {
                        choices.add(new Work(table, List.of(task), pick.state(), bytes(task, live), Optional.empty()));
                    }
                }
            } catch (InvalidRequest e) {
                tables.remove(table.store.id()); // dropped a moment ago; the news of it is on the way
            }
        }
        return choices.stream().min(Comparator.comparingLong(Work::bytes));
    }

    private static long bytes(CompactionTask task, LiveSet live) {
        long bytes = 0;
        for (SSTableSummary file : live.files()) {
            bytes += task.inputs().contains(file.id()) ? file.sizeBytes() : 0;
        }
        return bytes;
    }

    private void run(Compactor compactor, Work work) {
        var reports = new ArrayList<CompactionReport>();
        Optional<Exception> failure = Optional.empty();
        for (CompactionTask task : work.tasks) {
            if (failure.isEmpty()) {
                failure = run(compactor, work, task, reports);
            } else {
                with(() -> task.inputs().forEach(work.table.busy::remove));
            }
        }
        if (work.request.isPresent()) {
            var answer = work.request.get().answer();
            failure.ifPresentOrElse(answer::completeExceptionally, () -> answer.complete(List.copyOf(reports)));
        }
    }

    private Optional<Exception> run(
            Compactor compactor, Work work, CompactionTask task, List<CompactionReport> reports) {
        var table = work.table;
        var about = new RunningTask(new Running(table.store.id(), task, work.bytes, clock.wallMicros()));
        with(() -> {
            about.stopped = closed;
            running.add(about);
        });
        Optional<Exception> failure = Optional.empty();
        try {
            var report = compactor.run(table.store, task, () -> about.stopped);
            reports.add(report);
            listener.completed(report);
        } catch (IOException | RuntimeException e) {
            failure = Optional.of(e);
            listener.failed(table.store.metadata(), task, e);
        }
        boolean failed = failure.isPresent();
        Set<SSTableId> damaged = failure.map(cause -> damaged(cause, task)).orElse(Set.of());
        with(() -> {
            running.remove(about);
            task.inputs().forEach(table.busy::remove);
            table.corrupt.addAll(damaged);
            table.due = !failed || !damaged.isEmpty();
        });
        return failure;
    }

    /// The input that turned out to be corrupt.
    private static Set<SSTableId> damaged(Exception cause, CompactionTask task) {
        var found = new HashSet<SSTableId>();
        if (cause instanceof CorruptSSTableException corrupt) {
            for (SSTableId input : task.inputs()) {
                if (corrupt.file().endsWith(input.fileName())) {
                    found.add(input);
                }
            }
        }
        return found;
    }

    /// Stops every merge and waits for the threads.
    @Override
    public void close() {
        with(() -> {
            closed = true;
            running.forEach(task -> task.stopped = true);
            for (CompactedTable table : tables.values()) {
                table.requests.forEach(request -> request.answer().completeExceptionally(
                        new CompactionStoppedException(table.store.metadata().toString())));
            }
        });
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
