package org.helenus.compaction.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.helenus.compaction.CompactionStrategy;
import org.helenus.compaction.CompactionTask;
import org.helenus.compaction.LiveSet;
import org.helenus.compaction.Priority;
import org.helenus.compaction.SSTableSummary;
import org.helenus.compaction.Strategies;
import org.helenus.schema.option.CompactionParams;
import org.helenus.storage.sstable.SSTableId;

/// A table under a workload, in virtual time: flushes come as the writes do, merges run at the machine's rate, and the
/// strategy decides as it does in the server. One thread; the same seed gives the same answer.
public final class Simulation {
    private static final int SAMPLES = 60;
    private static final int PLACES = 64;

    private final Workload workload;
    private final Machine machine;
    private final String name;
    private final CompactionStrategy strategy;
    private final WriteStream writes;
    private final VirtualSSTable.Sizes sizes;
    private final SplittableRandom random;

    private final LinkedHashMap<SSTableId, VirtualSSTable> files = new LinkedHashMap<>();
    private final LinkedHashMap<SSTableId, SSTableSummary> summaries = new LinkedHashMap<>();
    private final List<Running> running = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private CompactionStrategy.State state = CompactionStrategy.State.EMPTY;
    private long nowMicros = WriteStream.START_SECONDS * 1_000_000;
    private long memtableSince = nowMicros;
    private long lastId;
    private long flushedBytes;
    private long mergedBytes;
    private int merges;
    private int droppedFiles;
    private long largestMerge;
    private long largestSinceSample;

    /// A merge under way: what it will have written, and how much of it is missing.
    private static final class Running {
        private final CompactionTask task;
        private final List<VirtualSSTable> outputs;
        private double missingBytes;

        Running(CompactionTask task, List<VirtualSSTable> outputs, double missingBytes) {
            this.task = task;
            this.outputs = outputs;
            this.missingBytes = missingBytes;
        }
    }

    /// @param name for people
    /// @param params as of a table's `compaction` option
    public Simulation(String name, Workload workload, CompactionParams params, Machine machine) {
        this.name = name;
        this.workload = workload;
        this.machine = machine;
        strategy = Strategies.of(params, false);
        writes = new WriteStream(workload, machine);
        sizes = new VirtualSSTable.Sizes(workload.rowBytes(), writes.rowsPerEntry());
        random = new SplittableRandom(machine.seed() ^ 0x5DEECE66DL);
    }

    public Outcome run() {
        int flushes = workload.flushes();
        int sampled = 0;
        for (int flush = 1; flush <= flushes; flush++) {
            advance(writes.nextMicros());
            flush();
            advance(nowMicros);
            if ((long) flush * SAMPLES / flushes > sampled) {
                sampled = (int) ((long) flush * SAMPLES / flushes);
                sample();
            }
        }
        advance(Long.MAX_VALUE); // until nothing is due
        sample();
        return new Outcome(name, flushedBytes, mergedBytes, merges, droppedFiles, largestMerge, samples);
    }

    private void flush() {
        var file = file(writes.next(), 0);
        memtableSince = nowMicros;
        put(file);
        flushedBytes += summaries.get(file.id()).sizeBytes();
    }

    private VirtualSSTable file(Entries entries, int level) {
        return new VirtualSSTable(new SSTableId(0, ++lastId), entries, level, nowMicros / 1000, sizes);
    }

    private void put(VirtualSSTable file) {
        files.put(file.id(), file);
        summaries.put(file.id(), file.summary());
    }

    // ---- time

    /// Lets merges run until then, or until none is due.
    private void advance(long untilMicros) {
        while (true) {
            while (running.size() < machine.compactors() && begin()) {}
            if (running.isEmpty()) {
                break;
            }
            Running next = running.getFirst();
            for (Running one : running) {
                next = one.missingBytes < next.missingBytes ? one : next;
            }
            double rate = machine.bytesPerSecond() == 0
                    ? Double.POSITIVE_INFINITY
                    : (double) machine.bytesPerSecond() / running.size() / 1e6;
            double micros = next.missingBytes / rate;
            if (micros > untilMicros - nowMicros) {
                progress((untilMicros - nowMicros) * rate);
                break;
            }
            progress(next.missingBytes);
            nowMicros += (long) Math.ceil(micros);
            running.remove(next);
            finish(next);
        }
        nowMicros = untilMicros == Long.MAX_VALUE ? nowMicros : Math.max(nowMicros, untilMicros);
    }

    private void progress(double bytes) {
        running.forEach(one -> one.missingBytes = Math.max(0, one.missingBytes - bytes));
    }

    private LiveSet live(boolean withBusy) {
        var busy = new HashSet<SSTableId>();
        if (withBusy) {
            running.forEach(one -> busy.addAll(one.task.inputs()));
        }
        long nowSeconds = nowMicros / 1_000_000;
        return new LiveSet(
                List.copyOf(summaries.values()),
                busy,
                memtableSince,
                nowMicros / 1000,
                nowSeconds - workload.gcGrace().toSeconds(),
                random.nextLong());
    }

    private boolean begin() {
        LiveSet live = live(true);
        var pick = strategy.pick(live, state);
        Optional<CompactionTask> task = pick.tasks().stream().min(Comparator.comparing(one -> Priority.of(one, live)));
        state = pick.state();
        if (task.isEmpty()) {
            return false;
        }
        var merge = new VirtualMerge(task.get(), List.copyOf(files.values()), live, memtableSince);
        var outputs = new ArrayList<VirtualSSTable>();
        long bytes = 0;
        for (Entries part : merge.outputs(sizes)) {
            var file = file(part, task.get().level());
            outputs.add(file);
            bytes += sizes.of(part);
        }
        long read = merge.bytesRead(sizes);
        if (task.get().reason() == CompactionTask.Reason.LEVEL_CHANGE) {
            bytes = 0;
        }
        merges += read > 0 ? 1 : 0;
        droppedFiles += merge.droppedFiles();
        mergedBytes += bytes;
        largestMerge = Math.max(largestMerge, read);
        largestSinceSample = Math.max(largestSinceSample, read);
        running.add(new Running(task.get(), outputs, bytes));
        return true;
    }

    private void finish(Running merge) {
        for (SSTableId input : merge.task.inputs()) {
            files.remove(input);
            summaries.remove(input);
        }
        merge.outputs.forEach(this::put);
    }

    // ---- what is seen

    private void sample() {
        LiveSet live = live(false);
        long bytes = 0;
        for (SSTableSummary file : live.files()) {
            bytes += file.sizeBytes();
        }
        samples.add(new Sample(
                (nowMicros - WriteStream.START_SECONDS * 1_000_000) / 1e6,
                (double) (flushedBytes + mergedBytes) / Math.max(1, flushedBytes),
                filesOverAPlace(),
                bytes / Math.max(1.0, visibleBytes()),
                files.size(),
                bytes,
                strategy.debt(live).bytes(),
                strategy.pendingTasks(live(true)),
                largestSinceSample));
        largestSinceSample = 0;
    }

    private double filesOverAPlace() {
        long over = 0;
        for (int i = 0; i < PLACES; i++) {
            long place = Long.MIN_VALUE / (PLACES / 2) * -i + Long.MAX_VALUE / PLACES;
            for (VirtualSSTable file : files.values()) {
                long[] places = file.entries().places();
                over += Long.compareUnsigned(places[0], place) <= 0
                                && Long.compareUnsigned(place, places[places.length - 1]) <= 0
                        ? 1
                        : 0;
            }
        }
        return (double) over / PLACES;
    }

    private double visibleBytes() {
        Entries all = Entries.merge(
                files.values().stream().map(VirtualSSTable::entries).toList());
        long nowSeconds = nowMicros / 1_000_000;
        double bytes = 0;
        for (int i = 0; i < all.size(); i++) {
            bytes += all.deletedAt(i) > nowSeconds && !all.isTombstone(i) ? sizes.of(all, i) : 0;
        }
        return bytes;
    }
}
