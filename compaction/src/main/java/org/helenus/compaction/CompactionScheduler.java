package org.helenus.compaction;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.helenus.schema.Schema;
import org.helenus.schema.TableId;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.Clock;
import org.helenus.storage.FadingRate;
import org.helenus.storage.StorageListener;
import org.helenus.storage.TableStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs compactions on a small pool of threads of its own.
///
/// It listens to the engine: a table whose files changed is looked at again, all of them at each review. A free thread
/// asks the strategies of the tables that are due and takes the most urgent merge of all ([Priority]); no two merges
/// share a file. A long merge is interrupted between two slices by a short one that is more urgent, when no other
/// thread is free; a merge whose output is cut anyway is divided among the threads that have nothing to do. Everything
/// merges at one common rate. No merge begins that could fill the disk.
///
///     sstablesChanged, review ─▶ due ──strategy──▶ task ──Compactor──▶ TableStore.replace ─▶ sstablesChanged …
///
/// What fails is told to the listener; its table rests until its files change or the next review, and a file found
/// corrupt is not touched again. Threads: any. [#close] waits for the merges to stop.
public final class CompactionScheduler implements StorageListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompactionScheduler.class);

    private final CompactionOptions options;
    private final Clock clock;
    private final BackPressure backPressure;
    private final MergeRate rate;
    private final SchedulerState state = new SchedulerState();
    private final CompactorThreads threads;
    private final TaskRunner runner;
    private final FadingRate completions;

    public CompactionScheduler(CompactionOptions options, Clock clock, CompactionListener listener) {
        this(options, clock, listener, Throttle.Pause.PARK);
    }

    CompactionScheduler(CompactionOptions options, Clock clock, CompactionListener listener, Throttle.Pause pause) {
        this.options = options;
        this.clock = clock;
        backPressure = new BackPressure(options.backPressure(), clock);
        rate = new MergeRate(
                clock, pause, options.throughputBytesPerSecond(), options.adaptive(), backPressure::pressure);
        completions = new FadingRate(() -> totals().completed(), clock.monotonicNanos(), Duration.ofMinutes(15));
        threads = new CompactorThreads(options.concurrentCompactors(), options.niceness(), this::next);
        runner = new TaskRunner(state, threads, options, clock, rate, listener);
    }

    /// Starts the threads, with strategies that remember nothing.
    public void start() {
        start(StrategyMemory.NONE);
    }

    /// Starts the threads; when the engine is open.
    ///
    /// @param kept what strategies learned in earlier lives
    public void start(StrategyMemory kept) {
        state.change(() -> {
            if (state.started || state.closed) {
                throw new IllegalStateException("started already");
            }
            state.started = true;
            state.queue.remember(kept);
            threads.start();
        });
    }

    // ---- news

    @Override
    public void tableOpened(TableStore table) {
        state.change(() -> state.queue.add(new CompactedTable(table, clock, options.allowUnsafeExpiration())));
    }

    @Override
    public void tableDropped(TableStore table) {
        state.change(() -> {
            stopThose(task -> task.table.id.equals(table.id()));
            backPressure.forget(table.id());
            state.queue
                    .remove(table.id())
                    .ifPresent(gone ->
                            gone.requests.forEach(request -> request.answer().complete(List.of())));
        });
    }

    @Override
    public void sstablesChanged(TableStore table) {
        state.change(() -> state.queue.find(table.id()).ifPresent(known -> {
            known.due = true;
            stopOvertaken(known);
            weigh(known);
        }));
        completions.tick(clock.monotonicNanos());
    }

    @Override
    public void flushed(TableStore table, long bytes) {
        state.change(() -> state.queue
                .find(table.id())
                .ifPresent(known -> known.totals = known.totals.plus(CompactionTotals.ofFlush(bytes))));
    }

    /// Merges of files that live no more, as the table was truncated; not the one that put its own outputs in their
    /// place a moment ago. Under the lock.
    private void stopOvertaken(CompactedTable table) {
        for (RunningTask task : state.running) {
            if (task.table == table && !task.isMine() && !table.holds(task.task.inputs())) {
                task.overtake();
            }
        }
    }

    /// Under the lock.
    private void weigh(CompactedTable table) {
        try {
            backPressure.update(table.store.metadata(), table.debt());
        } catch (InvalidRequest e) {
            backPressure.forget(table.id); // dropped a moment ago
        } catch (RuntimeException e) {
            // The engine, which told the news, has nothing to do with it.
            backPressure.forget(table.id);
            LOG.error("The compaction strategy of {} cannot tell its debt", table.metadata, e);
        }
    }

    /// Slows writes for the debt; the engine asks it.
    public BackPressure backPressure() {
        return backPressure;
    }

    @Override
    public void schemaChanged(Schema before, Schema after) {
        review();
    }

    /// Looks at every table anew.
    public void review() {
        state.change(() -> {
            state.queue.review();
            state.queue.tables().forEach(this::weigh);
        });
    }

    // ---- orders

    /// What all merges together may write a second; 0 for no limit. Takes effect at once.
    public void setThroughput(long bytesPerSecond) {
        rate.set(bytesPerSecond);
    }

    public long throughput() {
        return rate.limit();
    }

    /// What merges may write a second just now: less than [#throughput] when they give way to clients.
    public long currentThroughput() {
        return rate.current();
    }

    /// How many merges run at once. More begin at once; fewer when merges under way have ended.
    public void setConcurrentCompactors(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("concurrent compactors: at least one");
        }
        state.change(() -> {
            threads.want(count);
            if (state.started && !state.closed) {
                threads.start();
            }
        });
    }

    public int concurrentCompactors() {
        return state.look(threads::wanted);
    }

    /// Where the adaptive mode asks how busy clients keep the machine, 0 … 1.
    public void foreground(DoubleSupplier load) {
        rate.foreground(load);
    }

    /// Merges under way stand still between two rows, and none begins.
    public void pause() {
        state.change(() -> state.paused = true);
    }

    /// See [#pause].
    public void resume() {
        state.change(() -> state.paused = false);
    }

    public boolean isPaused() {
        return state.paused;
    }

    /// Lets a table be compacted, or only when asked, until the server ends. Merges under way go on.
    public void setEnabled(TableId table, boolean enabled) {
        state.change(() -> {
            CompactedTable known = state.queue.table(table);
            known.enabled = enabled;
            known.due = true;
        });
    }

    /// See [#setEnabled]; the table's own option `enabled` may forbid it as well.
    public boolean isEnabled(TableId table) {
        return state.look(() -> state.queue.table(table).enabled);
    }

    /// Merges all files of a table, when the merges under way on it have ended, and waits for that; also where
    /// compaction is disabled.
    ///
    /// @throws IOException a merge failed or was stopped
    public List<CompactionReport> compact(TableId table) throws IOException {
        return compact(table, new CompactionOrder.Major(false));
    }

    /// Does what somebody asks for, when the merges under way on the table have ended, and waits for that; also
    /// where
    /// compaction is disabled.
    ///
    /// @throws IOException a merge failed or was stopped
    /// @throws InvalidRequest a file that was named is not live
    public List<CompactionReport> compact(TableId table, CompactionOrder order) throws IOException {
        var answer = new CompletableFuture<List<CompactionReport>>();
        state.change(() -> {
            if (!state.started || state.closed) {
                throw new IllegalStateException("compaction is not running");
            }
            state.queue.table(table).requests.add(new CompactedTable.Request(order, answer));
        });
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a compaction", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidRequest refused) {
                throw refused;
            }
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    /// Stops the merges under way on a table; what they wrote is gone. What is still due begins again when the
    /// table's
    /// files change, or at the next review.
    ///
    /// @return how many they were
    public int stop(TableId table) {
        return stopAll(task -> task.table.id.equals(table));
    }

    /// Stops the merges of a kind, of all tables.
    ///
    /// @return how many they were
    public int stop(CompactionKind kind) {
        return stopAll(task -> task.task.kind() == kind);
    }

    /// Stops one merge.
    ///
    /// @return false: there is none of that id
    public boolean stop(UUID id) {
        return stopAll(task -> task.id.equals(id)) > 0;
    }

    private int stopAll(Predicate<RunningTask> those) {
        return state.look(() -> {
            int stopped = stopThose(those);
            state.changed.signalAll(); // one that stands still notices
            return stopped;
        });
    }

    /// Under the lock.
    private int stopThose(Predicate<RunningTask> those) {
        int stopped = 0;
        for (RunningTask task : state.running) {
            if (those.test(task)) {
                task.stop();
                stopped++;
            }
        }
        return stopped;
    }

    // ---- questions

    /// The merges under way, in the order in which they began.
    public List<RunningCompaction> running() {
        return state.look(() -> state.running.stream().map(RunningTask::about).toList());
    }

    /// About how many merges of a table are due and not under way.
    public int pending(TableId table) {
        return state.look(() -> state.queue.table(table).pending());
    }

    /// About how many merges are due and not under way, of the tables that have any.
    public Map<TableId, Integer> pending() {
        return state.look(() -> {
            var pending = new TreeMap<TableId, Integer>(java.util.Comparator.comparing(TableId::uuid));
            for (CompactedTable table : state.queue.tables()) {
                int due = table.pending();
                if (due > 0) {
                    pending.put(table.id, due);
                }
            }
            return pending;
        });
    }

    /// How the compaction of every table stands.
    public List<TableCompaction> tables() {
        return state.look(() -> {
            var all = new ArrayList<TableCompaction>();
            for (CompactedTable table : state.queue.tables()) {
                try {
                    all.add(table.look(running(table), rate()));
                } catch (InvalidRequest e) {
                    continue; // dropped a moment ago
                }
            }
            return all;
        });
    }

    private int running(CompactedTable table) {
        return (int) state.running.stream().filter(task -> task.table == table).count();
    }

    /// Bytes a second that merges may write or, without a limit, wrote so far; 0: nothing is known.
    private long rate() {
        return rate.current() > 0 ? rate.current() : totals().throughput();
    }

    /// What all tables together have seen since the start, those that were dropped too.
    public CompactionTotals totals() {
        return state.look(state.queue::totals);
    }

    /// How many compactions ended well in a second, about over the last quarter of an hour.
    public double completedPerSecond() {
        return completions.perSecond(clock.monotonicNanos());
    }

    /// Bytes that the files of a table hold for each byte that a reader can see, measured in samples all over the
    /// ring; empty when nothing can be seen. Reads from the disk.
    public OptionalDouble spaceAmplification(TableId table) throws IOException {
        CompactedTable known = state.look(() -> state.queue.table(table));
        long micros = clock.wallMicros();
        return SpaceProbe.amplification(known.store, Math.floorDiv(micros, 1_000_000), micros);
    }

    /// Waits until no merge runs and none is due.
    public void awaitIdle() throws InterruptedException {
        state.lock();
        try {
            while (!state.closed && (!state.running.isEmpty() || state.queue.hasWork())) {
                state.settled.await();
            }
        } finally {
            state.unlock();
        }
    }

    // ---- the threads

    /// Waits for something to do and marks its files; empty when the scheduler is closed or has a thread too many.
    private Optional<Runnable> next(int number) {
        state.lock();
        try {
            Optional<Runnable> work = awaitWork();
            if (work.isEmpty()) {
                leave(number);
            }
            return work;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            leave(number);
            return Optional.empty();
        } finally {
            state.unlock();
        }
    }

    /// At the close the threads stay known, to be waited for.
    private void leave(int number) {
        if (!state.closed) {
            threads.leave(number);
        }
    }

    private Optional<Runnable> awaitWork() throws InterruptedException {
        while (!state.closed && !threads.tooMany()) {
            Optional<Runnable> part = threads.part();
            if (part.isPresent()) {
                return part;
            }
            Optional<CompactionWork> best = state.paused ? Optional.empty() : state.queue.choose();
            if (best.isPresent()) {
                best.get().begin();
                return Optional.of(() -> runner.run(best.get(), false));
            }
            state.settled.signalAll();
            threads.rests(true);
            boolean woken;
            try {
                woken = state.changed.await(options.review().toNanos(), TimeUnit.NANOSECONDS);
            } finally {
                threads.rests(false);
            }
            if (!woken) {
                state.queue.review();
            }
        }
        return Optional.empty();
    }

    /// Stops every merge and waits for the threads.
    @Override
    public void close() {
        state.change(() -> {
            state.closed = true;
            stopThose(_ -> true);
            for (CompactedTable table : state.queue.tables()) {
                table.requests.forEach(request -> request.answer()
                        .completeExceptionally(new CompactionStoppedException(table.metadata.toString())));
            }
        });
        CompactorThreads.join(state.look(threads::all));
    }
}
