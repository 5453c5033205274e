package org.helenus.compaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.Clock;
import org.helenus.storage.sstable.SSTableId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries chosen work out, on the thread that chose it, and tells the listener.
///
/// Between two slices a merge stands still while all are paused, and does what has become more urgent than itself, when
/// no other thread has time for that.
final class TaskRunner {
    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

    private final SchedulerState state;
    private final CompactorThreads threads;
    private final CompactionOptions options;
    private final Clock clock;
    private final MergeRate rate;
    private final CompactionListener listener;
    private final TimeUuid ids;

    TaskRunner(
            SchedulerState state,
            CompactorThreads threads,
            CompactionOptions options,
            Clock clock,
            MergeRate rate,
            CompactionListener listener) {
        this.state = state;
        this.threads = threads;
        this.options = options;
        this.clock = clock;
        this.rate = rate;
        this.listener = listener;
        ids = new TimeUuid(clock.monotonicNanos());
    }

    /// @param interrupts another merge of this thread stands still meanwhile
    void run(CompactionWork work, boolean interrupts) {
        var reports = new ArrayList<CompactionReport>();
        Optional<Exception> failure = work.request().flatMap(_ -> withoutSpace(work));
        for (CompactionTask task : work.tasks()) {
            if (failure.isEmpty()) {
                failure = run(work, task, interrupts, reports);
            } else {
                state.change(() -> task.inputs().forEach(work.table().busy::remove));
            }
        }
        if (work.request().isPresent()) {
            var answer = work.request().get().answer();
            failure.ifPresentOrElse(answer::completeExceptionally, () -> answer.complete(List.copyOf(reports)));
        }
    }

    /// Of several merges that somebody asked for none begins when one of them lacks the space.
    private Optional<Exception> withoutSpace(CompactionWork work) {
        try {
            long available = available(work.table());
            long underWay = state.look(this::underWay);
            for (CompactionTask task : work.tasks()) {
                if (DiskBudget.fitting(task, work.live(), available - underWay).isEmpty()) {
                    var refused = noSpace(work, task, available, underWay);
                    listener.failed(work.table().metadata, task, refused);
                    var failed = CompactionTotals.ofFailure(refused);
                    state.change(() -> work.table().totals = work.table().totals.plus(failed));
                    return Optional.of(refused);
                }
            }
            return Optional.empty();
        } catch (IOException | InvalidRequest e) {
            return Optional.of(e);
        }
    }

    private Optional<Exception> run(
            CompactionWork work, CompactionTask task, boolean interrupts, List<CompactionReport> reports) {
        var table = work.table();
        Optional<Exception> failure = Optional.empty();
        Optional<RunningTask> running = Optional.empty();
        CompactionTotals done;
        try {
            running = Optional.of(begin(work, task, interrupts));
            var compactor = new Compactor(clock, rate.throttle(), this::help, Compactor.PART_BYTES);
            var report = compactor.run(running.get().id, table.store, running.get().task, watch(running.get()));
            reports.add(report);
            done = CompactionTotals.of(report);
            listener.completed(report);
            keepState(table);
        } catch (IOException | RuntimeException | Error e) {
            // Even without memory the thread goes on: files that stay marked would never be merged again.
            Exception cause = e instanceof Exception told ? told : new IOException(e.toString(), e);
            failure = Optional.of(cause);
            done = CompactionTotals.ofFailure(cause);
            listener.failed(table.metadata, task, cause);
        }
        end(work, task, running, failure, done);
        return failure;
    }

    private void end(
            CompactionWork work,
            CompactionTask task,
            Optional<RunningTask> running,
            Optional<Exception> failure,
            CompactionTotals done) {
        var table = work.table();
        boolean failed = failure.isPresent();
        Set<SSTableId> damaged =
                failure.map(cause -> CompactedTable.damaged(cause, task)).orElse(Set.of());
        state.change(() -> {
            running.ifPresent(state.running::remove);
            // What was left out for lack of space may be another's by now.
            running.map(begun -> begun.task).orElse(task).inputs().forEach(table.busy::remove);
            table.corrupt.addAll(damaged);
            long content = running.map(RunningTask::contentRead).orElse(0L);
            table.totals = table.totals.plus(done).plus(CompactionTotals.ofContent(content));
            boolean overtaken = running.map(RunningTask::isOvertaken).orElse(false);
            table.due = !failed || !damaged.isEmpty() || overtaken;
        });
    }

    // ---- the disk

    /// Takes its place among those under way, with the inputs that there is space for.
    private RunningTask begin(CompactionWork work, CompactionTask task, boolean interrupts) throws IOException {
        long now = clock.wallMicros();
        long available = available(work.table());
        state.lock();
        try {
            long underWay = underWay();
            var fitting = DiskBudget.fitting(task, work.live(), available - underWay);
            if (fitting.isEmpty()) {
                throw noSpace(work, task, available, underWay);
            }
            CompactionTask reduced = fitting.get();
            if (reduced.inputs().size() < task.inputs().size()) {
                LOG.warn(
                        "For lack of space on the disk {} of {} files of {} are merged",
                        reduced.inputs().size(),
                        task.inputs().size(),
                        work.table().metadata);
                int leftOut = task.inputs().size() - reduced.inputs().size();
                work.table().totals = work.table().totals.plus(CompactionTotals.ofReduction(leftOut));
                task.inputs().stream()
                        .filter(input -> !reduced.inputs().contains(input))
                        .forEach(work.table().busy::remove);
            }
            var running = new RunningTask(
                    ids.of(now),
                    work.table(),
                    reduced,
                    Priority.of(reduced, work.live()),
                    DiskBudget.needed(reduced, work.live()),
                    interrupts,
                    now);
            if (state.closed) {
                running.stop();
            }
            state.running.add(running);
            return running;
        } finally {
            state.unlock();
        }
    }

    /// Bytes that all merges together may take.
    private long available(CompactedTable table) throws IOException {
        return table.store.freeDiskBytes() - options.diskReserveBytes();
    }

    /// Bytes that the merges under way may take; under the lock.
    private long underWay() {
        return state.running.stream().mapToLong(task -> task.neededBytes).sum();
    }

    private CompactionSpaceException noSpace(CompactionWork work, CompactionTask task, long available, long underWay) {
        long needed = DiskBudget.needed(task, work.live());
        long files = (long) Math.ceil(task.cuts().files(needed, 1));
        return new CompactionSpaceException("Not enough space for compaction of " + work.table().metadata
                + ", estimated sstables = " + files + ", expected write size = " + needed + " (free "
                + (available + options.diskReserveBytes()) + ", for other merges under way " + underWay
                + ", kept free " + options.diskReserveBytes() + ")");
    }

    private MergeWatch watch(RunningTask running) {
        return new MergeWatch() {
            @Override
            public boolean mustStop() {
                return TaskRunner.this.mustStop(running);
            }

            @Override
            public void begins(long bytes) {
                running.begins(bytes);
            }

            @Override
            public void read(long bytes) {
                running.read(bytes);
            }
        };
    }

    // ---- between two slices of a merge

    private boolean mustStop(RunningTask running) {
        if (state.paused) {
            awaitResumption(running);
        }
        rate.adapt();
        if (state.news && !running.isStopped() && !running.interrupts && running.isMine()) {
            urgentBeside(running).ifPresent(work -> run(work, true));
        }
        return running.isStopped();
    }

    private void awaitResumption(RunningTask running) {
        state.lock();
        try {
            while (state.paused && !running.isStopped() && !state.closed) {
                state.changed.awaitUninterruptibly();
            }
        } finally {
            state.unlock();
        }
    }

    private Optional<CompactionWork> urgentBeside(RunningTask running) {
        return state.look(() -> {
            state.news = false;
            if (threads.idle() > 0 || state.paused || state.closed) {
                return Optional.empty();
            }
            Optional<CompactionWork> urgent =
                    state.queue.mostUrgent().filter(work -> work.priority().mayInterrupt(running.priority));
            urgent.ifPresent(CompactionWork::begin);
            return urgent;
        });
    }

    /// For the parts of a merge: as many of the threads that have nothing to do.
    private void help(Runnable part, int count) {
        state.change(() -> threads.ask(part, count));
    }

    private void keepState(CompactedTable table) {
        Optional<CompactionStrategy.State> learned = state.look(() -> {
            if (table.state.equals(table.kept) || !state.queue.holds(table)) {
                return Optional.empty();
            }
            table.kept = table.state;
            return Optional.of(table.state);
        });
        try {
            if (learned.isPresent()) {
                state.queue.memory().save(table.id, learned.get().bytes());
            }
        } catch (IOException e) {
            LOG.warn("what compaction knows of {} is not kept: {}", table.metadata, e.getMessage());
        }
    }
}
