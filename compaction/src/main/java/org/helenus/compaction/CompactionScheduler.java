package org.helenus.compaction;

import java.io.IOException;
import java.util.ArrayDeque;
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
import java.util.function.DoubleSupplier;
import org.helenus.schema.Schema;
import org.helenus.schema.TableId;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.Clock;
import org.helenus.storage.StorageListener;
import org.helenus.storage.TableStore;
import org.helenus.storage.sstable.CorruptSSTableException;
import org.helenus.storage.sstable.SSTableId;
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
    private static final long ADAPT_NANOS = 250_000_000;

    private final CompactionOptions options;
    private final Clock clock;
    private final CompactionListener listener;
    private final Throttle throttle;
    private final BackPressure backPressure;
    private final List<Thread> threads = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    /// For the threads: there may be something to do.
    private final Condition changed = lock.newCondition();
    /// For those who wait until nothing is. Apart, because a thread that finds nothing tells them, and must not
    /// wake
    /// another thread by it, which would find nothing either and wake the first.
    private final Condition settled = lock.newCondition();
    // guarded by lock
    private final Map<TableId, CompactedTable> tables = new LinkedHashMap<>();
    private final List<RunningTask> running = new ArrayList<>();
    /// Parts of merges under way, for threads that have time.
    private final ArrayDeque<Runnable> parts = new ArrayDeque<>();
    private int idleThreads;
    private StrategyMemory memory = StrategyMemory.NONE;
    private boolean started;
    private boolean closed;
    // written under lock, read by merges between two slices
    private volatile boolean paused;
    private volatile boolean news;
    private volatile long limit;
    private volatile DoubleSupplier foreground = () -> 0;
    private volatile long adaptedNanos;

    public CompactionScheduler(CompactionOptions options, Clock clock, CompactionListener listener) {
        this(options, clock, listener, Throttle.Pause.PARK);
    }

    CompactionScheduler(CompactionOptions options, Clock clock, CompactionListener listener, Throttle.Pause pause) {
        this.options = options;
        this.clock = clock;
        this.listener = listener;
        backPressure = new BackPressure(options.backPressure(), clock);
        limit = options.throughputBytesPerSecond();
        throttle = new Throttle(clock, pause, limit);
        adaptedNanos = clock.monotonicNanos();
    }

    /// A merge under way.
    ///
    /// @param bytes of its inputs
    public record Running(TableId table, CompactionTask task, long bytes, long startedMicros) {}

    private static final class RunningTask {
        private final Running about;
        private final Priority priority;
        private final Thread owner = Thread.currentThread();
        private final boolean interrupts;
        private volatile boolean stopped;

        RunningTask(Running about, Priority priority, boolean interrupts) {
            this.about = about;
            this.priority = priority;
            this.interrupts = interrupts;
        }
    }

    /// @param live what it was decided by
    /// @param state the strategy's, once this is done
    private record Work(
            CompactedTable table,
            LiveSet live,
            List<CompactionTask> tasks,
            CompactionStrategy.State state,
            Optional<CompactedTable.Request> request) {
        /// Of a single task.
        Priority priority() {
            return Priority.of(tasks.getFirst(), live);
        }
    }

    /// Starts the threads, with strategies that remember nothing.
    public void start() {
        start(StrategyMemory.NONE);
    }

    /// Starts the threads; when the engine is open.
    ///
    /// @param kept what strategies learned in earlier lives
    public void start(StrategyMemory kept) {
        lock.lock();
        try {
            if (started || closed) {
                throw new IllegalStateException("started already");
            }
            started = true;
            memory = kept;
            tables.values().forEach(table -> table.remember(kept));
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
        with(() -> {
            var known = new CompactedTable(table, clock, options.allowUnsafeExpiration());
            known.remember(memory);
            tables.putIfAbsent(table.id(), known);
        });
    }

    @Override
    public void tableDropped(TableStore table) {
        with(() -> {
            var gone = tables.remove(table.id());
            stopTasks(table.id());
            forget(table.id());
            backPressure.forget(table.id());
            if (gone != null) {
                gone.requests.forEach(request -> request.answer().complete(List.of()));
            }
        });
    }

    private void forget(TableId table) {
        try {
            memory.forget(table);
        } catch (IOException e) {
            LOG.warn("what compaction knew of table {} stays behind: {}", table, e.getMessage());
        }
    }

    @Override
    public void sstablesChanged(TableStore table) {
        with(() -> Optional.ofNullable(tables.get(table.id())).ifPresent(known -> {
            known.due = true;
            weigh(known);
        }));
    }

    /// Under the lock.
    private void weigh(CompactedTable table) {
        try {
            backPressure.update(table.store.metadata(), table.debt());
        } catch (InvalidRequest e) {
            backPressure.forget(table.store.id()); // dropped a moment ago
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
        with(() -> tables.values().forEach(table -> {
            table.due = true;
            weigh(table);
        }));
    }

    private void with(Runnable change) {
        lock.lock();
        try {
            change.run();
            news = true;
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
        limit = bytesPerSecond;
    }

    public long throughput() {
        return limit;
    }

    /// What merges may write a second just now: less than [#throughput] when they give way to clients.
    public long currentThroughput() {
        return throttle.bytesPerSecond();
    }

    /// Where the adaptive mode asks how busy clients keep the machine, 0 … 1.
    public void foreground(DoubleSupplier load) {
        foreground = load;
    }

    /// Merges under way stand still between two rows, and none begins.
    public void pause() {
        with(() -> paused = true);
    }

    /// See [#pause].
    public void resume() {
        with(() -> paused = false);
    }

    public boolean isPaused() {
        return paused;
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

    /// Does what somebody asks for, when the merges under way on the table have ended, and waits for that; also
    /// where
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
        Optional<Runnable> work = next();
        while (work.isPresent()) {
            work.get().run();
            work = next();
        }
    }

    /// Waits for something to do and marks its files; empty when the scheduler is closed.
    private Optional<Runnable> next() {
        lock.lock();
        try {
            while (!closed) {
                if (!parts.isEmpty()) {
                    return Optional.of(parts.remove());
                }
                Optional<Work> best = paused ? Optional.empty() : choose();
                if (best.isPresent()) {
                    begin(best.get());
                    return Optional.of(() -> run(best.get(), false));
                }
                settled.signalAll();
                idleThreads++;
                boolean woken = changed.await(options.review().toNanos(), TimeUnit.NANOSECONDS);
                idleThreads--;
                if (!woken) {
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

    private static void begin(Work work) {
        work.table.state = work.state;
        work.tasks.forEach(task -> work.table.busy.addAll(task.inputs()));
    }

    /// What was asked for comes first, then the most urgent merge.
    private Optional<Work> choose() {
        for (CompactedTable table : tables.values()) {
            while (!table.requests.isEmpty() && table.busy.isEmpty()) {
                var request = table.requests.removeFirst();
                LiveSet live = table.live();
                List<CompactionTask> tasks = request.tasks(table.strategy(), live);
                if (!tasks.isEmpty()) {
                    return Optional.of(new Work(table, live, tasks, table.state, Optional.of(request)));
                }
            }
        }
        return chooseByPriority();
    }

    private Optional<Work> chooseByPriority() {
        var choices = new ArrayList<Work>();
        for (CompactedTable table : List.copyOf(tables.values())) {
            if (!table.mayRunByItself()) {
                continue;
            }
            try {
                LiveSet live = table.live();
                var pick = table.strategy().pick(live, table.state);
                table.due = !pick.tasks().isEmpty();
                table.state = table.due ? table.state : pick.state();
                for (CompactionTask task : pick.tasks()) {
                    choices.add(new Work(table, live, List.of(task), pick.state(), Optional.empty()));
                }
            } catch (InvalidRequest e) {
                tables.remove(table.store.id()); // dropped a moment ago; the news of it is on the way
            }
        }
        return choices.stream().min(Comparator.comparing(Work::priority));
    }

    // ---- between two slices of a merge

    /// Whether a merge must end. Before that it stands still while all are paused, and does what has become more
    /// urgent than itself, when nobody else has time for that.
    private boolean mustStop(RunningTask running) {
        if (paused) {
            awaitResumption(running);
        }
        if (options.adaptive()) {
            adapt();
        }
        if (news
                && !running.stopped
                && !running.interrupts
                && Thread.currentThread().equals(running.owner)) {
            urgentBeside(running).ifPresent(work -> run(work, true));
        }
        return running.stopped;
    }

    private void awaitResumption(RunningTask running) {
        lock.lock();
        try {
            while (paused && !running.stopped && !closed) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<Work> urgentBeside(RunningTask running) {
        lock.lock();
        try {
            news = false;
            if (idleThreads > 0 || paused || closed) {
                return Optional.empty();
            }
            Optional<Work> urgent =
                    chooseByPriority().filter(work -> work.priority().mayInterrupt(running.priority));
            urgent.ifPresent(CompactionScheduler::begin);
            return urgent;
        } finally {
            lock.unlock();
        }
    }

    private void adapt() {
        long now = clock.monotonicNanos();
        if (now - adaptedNanos < ADAPT_NANOS) {
            return;
        }
        adaptedNanos = now;
        long rate = AdaptiveRate.of(limit, foreground.getAsDouble(), backPressure.pressure());
        if (Math.abs(rate - throttle.bytesPerSecond()) > rate / 20) {
            throttle.setBytesPerSecond(rate);
        }
    }

    /// For the parts of a merge: as many of the threads that have nothing to do.
    private void help(Runnable part, int count) {
        with(() -> {
            for (int i = 0; i < Math.min(count, idleThreads); i++) {
                parts.add(part);
            }
        });
    }

    // ---- carrying out

    /// @param interrupts another merge stands still meanwhile
    private void run(Work work, boolean interrupts) {
        var reports = new ArrayList<CompactionReport>();
        Optional<Exception> failure = Optional.empty();
        for (CompactionTask task : work.tasks) {
            if (failure.isEmpty()) {
                failure = run(work, task, interrupts, reports);
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
            Work work, CompactionTask task, boolean interrupts, List<CompactionReport> reports) {
        var table = work.table;
        var priority = Priority.of(task, work.live);
        var running = new RunningTask(
                new Running(table.store.id(), task, priority.bytes(), clock.wallMicros()), priority, interrupts);
        with(() -> {
            running.stopped = closed;
            this.running.add(running);
        });
        Optional<Exception> failure = Optional.empty();
        try {
            checkSpace(table, task, priority);
            var compactor = new Compactor(clock, throttle, this::help, Compactor.PART_BYTES);
            var report = compactor.run(table.store, task, () -> mustStop(running));
            reports.add(report);
            listener.completed(report);
            keepState(table);
        } catch (IOException | RuntimeException e) {
            failure = Optional.of(e);
            listener.failed(table.store.metadata(), task, e);
        }
        boolean failed = failure.isPresent();
        Set<SSTableId> damaged = failure.map(cause -> damaged(cause, task)).orElse(Set.of());
        with(() -> {
            this.running.remove(running);
            task.inputs().forEach(table.busy::remove);
            table.corrupt.addAll(damaged);
            table.due = !failed || !damaged.isEmpty();
        });
        return failure;
    }

    /// A merge may need as much as its inputs take; so may those under way.
    private void checkSpace(CompactedTable table, CompactionTask task, Priority priority) throws IOException {
        if (priority.kind() == Priority.Kind.EDIT) {
            return;
        }
        long underWay = 0;
        lock.lock();
        try {
            for (RunningTask other : running) {
                underWay += other.priority.kind() == Priority.Kind.EDIT ? 0 : other.priority.bytes();
            }
        } finally {
            lock.unlock();
        }
        long free = table.store.freeDiskBytes();
        if (free - underWay < options.diskReserveBytes()) {
            long files = (long) Math.ceil(task.cuts().files(priority.bytes(), 1));
            throw new IOException("Not enough space for compaction of " + table.store.metadata()
                    + ", estimated sstables = " + files + ", expected write size = " + priority.bytes() + " (free "
                    + free + ", for all merges under way " + underWay + ", kept free " + options.diskReserveBytes()
                    + ")");
        }
    }

    private void keepState(CompactedTable table) {
        CompactionStrategy.State state;
        lock.lock();
        try {
            state = table.state;
            if (state.equals(table.kept) || tables.get(table.store.id()) != table) {
                return;
            }
            table.kept = state;
        } finally {
            lock.unlock();
        }
        try {
            memory.save(table.store.id(), state.bytes());
        } catch (IOException e) {
            LOG.warn("what compaction knows of {} is not kept: {}", table.store.metadata(), e.getMessage());
        }
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
                table.requests.forEach(request -> request.answer()
                        .completeExceptionally(new CompactionStoppedException(
                                table.store.metadata().toString())));
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
