package org.helenus.compaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        Optional<Exception> failure = Optional.empty();
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

    private Optional<Exception> run(
            CompactionWork work, CompactionTask task, boolean interrupts, List<CompactionReport> reports) {
        var table = work.table();
        RunningTask running = begin(work, task, interrupts);
        Optional<Exception> failure = Optional.empty();
        CompactionTotals done;
        try {
            checkSpace(running);
            var compactor = new Compactor(clock, rate.throttle(), this::help, Compactor.PART_BYTES);
            var report = compactor.run(running.id, table.store, task, watch(running));
            reports.add(report);
            done = CompactionTotals.of(report);
            listener.completed(report);
            keepState(table);
        } catch (IOException | RuntimeException e) {
            failure = Optional.of(e);
            done = CompactionTotals.ofFailure(e);
            listener.failed(running.metadata, task, e);
        }
        boolean failed = failure.isPresent();
        Set<SSTableId> damaged =
                failure.map(cause -> CompactedTable.damaged(cause, task)).orElse(Set.of());
        CompactionTotals counted = done;
        state.change(() -> {
            state.running.remove(running);
            task.inputs().forEach(table.busy::remove);
            table.corrupt.addAll(damaged);
            table.totals = table.totals.plus(counted);
            table.due = !failed || !damaged.isEmpty();
        });
        return failure;
    }

    private RunningTask begin(CompactionWork work, CompactionTask task, boolean interrupts) {
        long now = clock.wallMicros();
        var priority = Priority.of(task, work.live());
        return state.look(() -> {
            var running = new RunningTask(ids.of(now), work.table(), task, priority, interrupts, now);
            if (state.closed) {
                running.stop();
            }
            state.running.add(running);
            return running;
        });
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

    // ---- before and after

    /// A merge may need as much as its inputs take; so may those under way.
    private void checkSpace(RunningTask running) throws IOException {
        if (running.diskBytes() == 0) {
            return;
        }
        long underWay = state.look(() ->
                state.running.stream().mapToLong(RunningTask::diskBytes).sum());
        long free = running.table.store.freeDiskBytes();
        if (free - underWay < options.diskReserveBytes()) {
            long files = (long) Math.ceil(running.task.cuts().files(running.diskBytes(), 1));
            throw new IOException("Not enough space for compaction of " + running.table.metadata
                    + ", estimated sstables = " + files + ", expected write size = " + running.diskBytes() + " (free "
                    + free + ", for all merges under way " + underWay + ", kept free " + options.diskReserveBytes()
                    + ")");
        }
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
