package org.helenus.compaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.helenus.compaction.CompactionTask.Reason;
import org.helenus.compaction.Overlaps.Bucket;

/// Levels by density, cut into parts of the ring, each level leveled or tiered as its scaling parameter says: size
/// tiers, levels and all between in one.
///
///     density = size ÷ share of the ring        level 0 holds up to about one flush × its fan-out, level 1 that ×
///                                               the next fan-out, …
///
/// - In each level the files over one place are counted. Where there are as many as the level's threshold, they are
///   merged, with what overlaps them as `overlap_inclusion_method` says; of several such places one, by chance.
/// - Of the levels that are due the one with the most files over one place, on a tie the less dense.
/// - A level that fell behind merges as many files as one level, or several, would have made of them, the oldest
///   first, never more than `max_sstables_to_compact`.
/// - With `cascade`, an extension, the merge takes along what its output would make due in the level that it comes to,
///   and so on: each byte skips the levels in which it would not stay.
/// - Outputs are cut at the ends of equal parts of the ring, more of them the denser they are.
/// - Each `expired_sstable_check_frequency_seconds` the files that are expired altogether join, or go alone.
/// - When nothing is due, the file most worth it for its tombstones.
///
/// An output's level number says which density level it came out of, for people; nothing is decided by it but which
/// files were flushed (0).
final class UnifiedStrategy implements CompactionStrategy {
    private static final long LEAST_FLUSH_BYTES = 1 << 20;
    private static final int MAX_LEVEL_NUMBER = 31;

    private final UnifiedOptions options;
    private final TombstoneCompaction tombstones;

    UnifiedStrategy(UnifiedOptions options) {
        this.options = options;
        tombstones = new TombstoneCompaction(options.tombstones());
    }

    /// Files of about one density, and how many of them lie over one place at most.
    record Level(int index, List<SSTableSummary> files, List<Set<SSTableSummary>> overlaps) {
        int depth() {
            return overlaps.stream().mapToInt(Set::size).max().orElse(0);
        }
    }

    @Override
    public Pick pick(LiveSet live, State state) {
        var memory = UnifiedState.decode(state).with(live);
        boolean looks = memory.expiredCheckMillis() == Long.MIN_VALUE
                || live.nowMillis() - memory.expiredCheckMillis()
                        > options.expiredCheck().toMillis();
        List<SSTableSummary> expired = looks ? expired(live) : List.of();
        memory = looks ? memory.checked(live.nowMillis()) : memory;
        var others = new ArrayList<>(live.candidates());
        others.removeAll(expired);
        var tasks = new ArrayList<CompactionTask>();
        due(others, memory.flushBytes(), live.seed()).ifPresent(tasks::add);
        if (tasks.isEmpty() && expired.isEmpty()) {
            droppable(others, live).ifPresent(tasks::add);
        }
        if (!expired.isEmpty()) {
            tasks.addFirst(CompactionTask.of(expired, options.aggressive() ? Reason.DROP : Reason.COMPACTION));
        }
        return new Pick(tasks, memory.encode());
    }

    private List<SSTableSummary> expired(LiveSet live) {
        return options.aggressive()
                ? ExpiredSSTables.regardless(live.candidates(), live)
                : ExpiredSSTables.among(live.candidates(), live);
    }

    private Optional<CompactionTask> due(List<SSTableSummary> files, long flushBytes, long seed) {
        var random = new SplittableRandom(seed);
        int deepest = 0;
        Optional<CompactionTask> best = Optional.empty();
        List<Level> levels = levels(files, flushBytes);
        for (Level level : levels) {
            if (level.depth() >= options.threshold(level.index) && level.depth() > deepest) {
                deepest = level.depth();
                best = Optional.of(task(level, levels, flushBytes, random));
            }
        }
        return best;
    }

    /// What is merged, and what the output would be merged with at once.
    private List<SSTableSummary> cascaded(List<SSTableSummary> files, Level from, List<Level> levels, long flushBytes) {
        var all = new ArrayList<>(files);
        for (Level next : levels) {
            if (next.index <= from.index) {
                continue;
            }
            int comesTo = indexOf(density(all), flushBytes);
            if (comesTo < next.index) {
                break; // it would stay above
            }
            if (comesTo > next.index) {
                continue;
            }
            var met = new LinkedHashSet<SSTableSummary>();
            int depth = 0;
            for (Set<SSTableSummary> over : next.overlaps) {
                if (over.stream().anyMatch(file -> all.stream().anyMatch(file::overlaps))) {
                    met.addAll(over);
                    depth = Math.max(depth, over.size());
                }
            }
            if (depth + 1 < options.threshold(next.index) || all.size() + met.size() > options.maxFiles()) {
                break;
            }
            all.addAll(met);
        }
        return all;
    }

    private int indexOf(double density, long flushBytes) {
        int index = 0;
        for (double end = firstEnd(flushBytes); density >= end; end = Math.floor(end * options.fanOut(index))) {
            index++;
        }
        return index;
    }

    /// From the least dense on; levels without files are left out.
    List<Level> levels(List<SSTableSummary> files, long flushBytes) {
        var sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparingDouble(UnifiedStrategy::density));
        var levels = new ArrayList<Level>();
        var inLevel = new ArrayList<SSTableSummary>();
        int index = 0;
        double end = firstEnd(flushBytes);
        for (SSTableSummary file : sorted) {
            while (density(file) >= end) {
                if (!inLevel.isEmpty()) {
                    levels.add(new Level(index, List.copyOf(inLevel), Overlaps.sets(inLevel)));
                    inLevel.clear();
                }
                index++;
                end = Math.floor(end * options.fanOut(index));
            }
            inLevel.add(file);
        }
        if (!inLevel.isEmpty()) {
            levels.add(new Level(index, List.copyOf(inLevel), Overlaps.sets(inLevel)));
        }
        return levels;
    }

    private static double density(SSTableSummary file) {
        return file.sizeBytes() / RingSpan.share(file);
    }

    /// Of one run that all of them become.
    private static double density(List<SSTableSummary> files) {
        return Levels.bytes(files)
                / RingSpan.share(files.stream().map(SSTableSummary::range).toList());
    }

    /// Where level 0 ends. A little below the flushed size times the fan-out, as flushes differ, but above one
    /// flush less.
    private double firstEnd(long flushBytes) {
        int fanOut = options.fanOut(0);
        double flush = options.flushBytes() > 0 ? options.flushBytes() : Math.max(LEAST_FLUSH_BYTES, flushBytes);
        return Math.floor(flush * (1 - 0.9 / fanOut) * fanOut);
    }

    private CompactionTask task(Level level, List<Level> levels, long flushBytes, SplittableRandom random) {
        var deepest = new ArrayList<Bucket>();
        for (Bucket bucket : buckets(level)) {
            if (bucket.depth() == level.depth()) {
                deepest.add(bucket);
            }
        }
        Bucket chosen = deepest.get(random.nextInt(deepest.size()));
        int most = mostFiles(level.index, chosen.depth());
        List<SSTableSummary> files = chosen.depth() <= most ? chosen.files() : chosen.oldest(most);
        if (options.cascades()) {
            files = cascaded(files, level, levels, flushBytes);
        }
        return CompactionTask.of(files, levelNumber(level.index + 1), cuts(files), Reason.COMPACTION);
    }

    private List<Bucket> buckets(Level level) {
        return Overlaps.buckets(level.overlaps, options.threshold(level.index), options.inclusion());
    }

    private static int levelNumber(int index) {
        return Math.min(MAX_LEVEL_NUMBER, index);
    }

    private OutputCuts cuts(List<SSTableSummary> files) {
        int shards = options.shards(density(files));
        return shards == 1 ? OutputCuts.NEVER : new OutputCuts.AtShards(shards);
    }

    /// Over how many files a merge may lie at one place: what one level would take, or, far behind, several levels.
    private int mostFiles(int index, int depth) {
        int fanOut = options.fanOut(index);
        int most = Math.max(fanOut, options.maxFiles());
        if (depth <= fanOut) {
            return depth;
        }
        if (most == fanOut || depth <= (long) fanOut * options.fanOut(index + 1)) {
            return Math.min(depth, most);
        }
        long step = fanOut;
        long taken;
        int limit = Math.min(most, depth);
        int level = index;
        do {
            taken = step;
            level++;
            step *= options.fanOut(level);
        } while (step <= limit);
        return (int) (options.scalingOf(index) < 0 ? taken * (limit / taken) : taken);
    }

    private Optional<CompactionTask> droppable(List<SSTableSummary> files, LiveSet live) {
        return files.stream()
                .filter(file -> tombstones.isWorthIt(file, live))
                .max(Comparator.comparingDouble(file -> file.droppableRatio(live.gcBeforeSeconds())))
                .map(file -> CompactionTask.of(
                        List.of(file), Math.max(1, file.level()), cuts(List.of(file)), Reason.TOMBSTONES));
    }

    /// What overlaps, together; parts that do not are merges of their own, and may run side by side.
    @Override
    public List<CompactionTask> major(LiveSet live) {
        var tasks = new ArrayList<CompactionTask>();
        for (List<SSTableSummary> island : Overlaps.islands(live.candidates())) {
            tasks.add(CompactionTask.of(island, 1, cuts(island), Reason.MAJOR));
        }
        return tasks;
    }

    @Override
    public OutputCuts cuts(List<SSTableSummary> files, int level) {
        return cuts(files);
    }

    @Override
    public Debt debt(LiveSet live) {
        long flushBytes = UnifiedState.decode(State.EMPTY).with(live).flushBytes();
        Debt debt = Debt.NONE;
        for (Level level : levels(live.files(), flushBytes)) {
            for (Bucket bucket : buckets(level)) {
                debt = debt.plus(new Debt(bucket.depth(), Levels.bytes(bucket.files())));
            }
        }
        return debt;
    }

    @Override
    public int pendingTasks(LiveSet live) {
        var files = new HashSet<>(live.candidates());
        long flushBytes = UnifiedState.decode(State.EMPTY).with(live).flushBytes();
        int pending = 0;
        for (Level level : levels(List.copyOf(files), flushBytes)) {
            for (Bucket bucket : buckets(level)) {
                pending += bucket.depth() / options.threshold(level.index);
            }
        }
        return pending;
    }
}
