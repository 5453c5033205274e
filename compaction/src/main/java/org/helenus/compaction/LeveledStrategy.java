package org.helenus.compaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.helenus.compaction.CompactionTask.Reason;
import org.helenus.storage.sstable.SSTableId;

/// Keeps files in levels, each `fanout_size` times as large as the one above; in a level no two files share keys, so a
/// read asks one file of each. Flushed files come to level 0 and may overlap.
///
///     L0   flushed, any size, overlapping     4 × sstable_size_in_mb
///     L1   |----|----|----|                  10 ×
///     L2   |-|--|-|--|---|-|--|---|         100 × …  to L8
///
/// - From the lowest level up, the first that holds more than its share of files not being merged gives one away: the
///   next after the last one given, with all that it overlaps in the level below. When L0 has more than 32 files,
///   these are merged by size first, within L0.
/// - Else L0: the oldest files with those of L0 that they overlap, at most `max_threshold`; with what they overlap in
///   L1 once they are larger than one file, else the result stays in L0.
/// - A level that took part in nothing for 25 merges gives a file that lies within the merge, so that it moves at all.
/// - When nothing is due, a file worth it for its tombstones, from the lowest level up, stays in its level.
///
/// Keys are compared, not partitions: a level may be cut inside a wide partition.
final class LeveledStrategy implements CompactionStrategy {
    static final int LEVELS = 9;
    private static final int MANY_IN_L0 = 32;
    private static final int IDLE_ROUNDS = 25;
    private static final double FULL = 1.001;

    private final LeveledOptions options;
    private final SizeTieredStrategy sizeTiered;
    private final TombstoneCompaction tombstones;

    LeveledStrategy(LeveledOptions options) {
        this.options = options;
        sizeTiered = new SizeTieredStrategy(options.sizeTiered());
        tombstones = new TombstoneCompaction(options.sizeTiered().tombstones());
    }

    @Override
    public Pick pick(LiveSet live, State state) {
        var levels = new Levels(live.files());
        var remembered = LeveledState.decode(state);
        Optional<CompactionTask> task = next(live, levels, remembered).or(() -> droppable(live, levels));
        return new Pick(task.stream().toList(), remembered.encode());
    }

    private Optional<CompactionTask> next(LiveSet live, Levels levels, LeveledState state) {
        Optional<CompactionTask> inL0 = sizeTieredInL0(live, levels);
        for (int level = LEVELS - 2; level > 0; level--) {
            double score = Levels.bytes(idle(levels.get(level), live)) / options.maxBytes(level);
            if (score > FULL) {
                if (inL0.isPresent()) {
                    return inL0;
                }
                List<SSTableSummary> files = nextOf(level, live, levels, state);
                if (!files.isEmpty()) {
                    state.merged(level, Levels.lastKey(files));
                    int target = level + 1;
                    state.countRound(target);
                    return Optional.of(task(withStarved(files, live, levels, state), target));
                }
            }
        }
        List<SSTableSummary> files = nextOfL0(live, levels);
        return files.isEmpty() ? inL0 : Optional.of(task(files, target(files, levels)));
    }

    private CompactionTask task(List<SSTableSummary> files, int level) {
        boolean sinks = options.singleUplevel()
                && files.size() == 1
                && level == files.getFirst().level() + 1;
        List<SSTableId> ids = files.stream().map(SSTableSummary::id).toList();
        return new CompactionTask(ids, level, options.sstableBytes(), sinks ? Reason.LEVEL_CHANGE : Reason.COMPACTION);
    }

    private static List<SSTableSummary> idle(Collection<SSTableSummary> files, LiveSet live) {
        return files.stream().filter(file -> !live.busy().contains(file.id())).toList();
    }

    private static boolean anyBusy(Collection<SSTableSummary> files, LiveSet live) {
        return files.stream().anyMatch(file -> live.busy().contains(file.id()));
    }

    private Optional<CompactionTask> sizeTieredInL0(LiveSet live, Levels levels) {
        if (levels.get(0).size() <= MANY_IN_L0) {
            return Optional.empty();
        }
        List<SSTableSummary> bucket = sizeTiered.hottestBucket(idle(levels.get(0), live));
        return bucket.isEmpty() ? Optional.empty() : Optional.of(CompactionTask.of(bucket, Reason.COMPACTION));
    }

    /// The next file of a level, after the last one that was merged and around, with what it overlaps below; none
    /// of it busy.
    private static List<SSTableSummary> nextOf(int level, LiveSet live, Levels levels, LeveledState state) {
        List<SSTableSummary> files = levels.get(level);
        byte[] last = state.lastKey(level);
        int first = 0;
        while (first < files.size()
                && Arrays.compareUnsigned(files.get(first).range().start(), last) < 0) {
            first++;
        }
        for (int i = 0; i < files.size(); i++) {
            SSTableSummary file = files.get((first + i) % files.size());
            var candidates = new ArrayList<>(List.of(file));
            candidates.addAll(levels.overlapping(candidates, level + 1));
            if (!anyBusy(candidates, live)) {
                return candidates;
            }
        }
        return List.of();
    }

    private static List<SSTableSummary> withStarved(
            List<SSTableSummary> files, LiveSet live, Levels levels, LeveledState state) {
        for (int level = LEVELS - 1; level > 0; level--) {
            if (levels.get(level).isEmpty()) {
                continue;
            }
            if (state.idleRounds(level) > IDLE_ROUNDS) {
                byte[] start = Levels.firstKey(files);
                byte[] end = Levels.lastKey(files);
                for (SSTableSummary file : levels.get(level)) {
                    if (Arrays.compareUnsigned(start, file.range().start()) <= 0
                            && Arrays.compareUnsigned(file.range().end(), end) <= 0
                            && !live.busy().contains(file.id())
                            && !files.contains(file)) {
                        return Stream.concat(files.stream(), Stream.of(file)).toList();
                    }
                }
            }
            return files; // only the lowest level that has files can starve
        }
        return files;
    }

    private List<SSTableSummary> nextOfL0(LiveSet live, Levels levels) {
        var oldest = new ArrayList<>(levels.get(0));
        oldest.sort(Comparator.comparingLong(SSTableSummary::maxTimestamp));
        List<SSTableSummary> busy =
                oldest.stream().filter(file -> live.busy().contains(file.id())).toList();
        var candidates = new ArrayList<SSTableSummary>();
        var remaining = new ArrayList<>(oldest);
        for (SSTableSummary file : oldest) {
            if (!remaining.contains(file)) {
                continue;
            }
            List<SSTableSummary> together =
                    remaining.stream().filter(file::overlaps).toList();
            if (anyBusy(together, live)) {
                continue;
            }
            for (SSTableSummary peer : together) {
                remaining.remove(peer);
                if (busy.isEmpty() || !isWithin(peer, busy)) {
                    candidates.add(peer);
                }
            }
            if (candidates.size() > options.sizeTiered().maxThreshold()) {
                candidates.sort(Comparator.comparingLong(SSTableSummary::maxTimestamp));
                candidates
                        .subList(options.sizeTiered().maxThreshold(), candidates.size())
                        .clear();
                break;
            }
        }
        if (Levels.bytes(candidates) > options.sstableBytes()) {
            List<SSTableSummary> below = levels.overlapping(candidates, 1);
            if (anyBusy(below, live) || !busy.isEmpty() && isWithin(candidates, busy)) {
                return List.of();
            }
            candidates.addAll(below);
        }
        return candidates.size() < 2 ? List.of() : candidates;
    }

    /// Whether a file shares keys with anything between the first and the last key of others.
    private static boolean isWithin(SSTableSummary file, List<SSTableSummary> others) {
        return isWithin(List.of(file), others);
    }

    private static boolean isWithin(List<SSTableSummary> files, List<SSTableSummary> others) {
        return Arrays.compareUnsigned(Levels.firstKey(files), Levels.lastKey(others)) < 0
                && Arrays.compareUnsigned(Levels.firstKey(others), Levels.lastKey(files)) < 0;
    }

    /// Where the result of merging files goes.
    private int target(List<SSTableSummary> files, Levels levels) {
        int least = files.stream().mapToInt(levels::levelOf).min().orElseThrow();
        int greatest = files.stream().mapToInt(levels::levelOf).max().orElseThrow();
        if (greatest == 0 && Levels.bytes(files) < options.sstableBytes()) {
            return 0;
        }
        return least == greatest ? Math.min(LEVELS - 1, greatest + 1) : greatest;
    }

    private Optional<CompactionTask> droppable(LiveSet live, Levels levels) {
        for (int level = LEVELS - 1; level >= 0; level--) {
            Optional<SSTableSummary> best = idle(levels.get(level), live).stream()
                    .filter(file -> tombstones.isWorthIt(file, live))
                    .max(Comparator.comparingDouble(file -> file.droppableRatio(live.gcBeforeSeconds())));
            if (best.isPresent()) {
                return Optional.of(
                        new CompactionTask(List.of(best.get().id()), level, options.sstableBytes(), Reason.TOMBSTONES));
            }
        }
        return Optional.empty();
    }

    /// All into the first level that holds it.
    @Override
    public List<CompactionTask> major(LiveSet live) {
        List<SSTableSummary> all = live.candidates();
        if (all.isEmpty()) {
            return List.of();
        }
        int level = 1;
        while (level < LEVELS - 1 && Levels.bytes(all) > options.maxBytes(level)) {
            level++;
        }
        return List.of(new CompactionTask(
                all.stream().map(SSTableSummary::id).toList(), level, options.sstableBytes(), Reason.MAJOR));
    }

    @Override
    public OutputCuts cuts(List<SSTableSummary> files, int level) {
        return level == 0 ? OutputCuts.NEVER : new OutputCuts.AtBytes(options.sstableBytes());
    }

    /// The files of L0, and what levels hold beyond their share; each byte of that meets about a fan-out of bytes
    /// below.
    @Override
    public Debt debt(LiveSet live) {
        var levels = new Levels(live.files());
        double bytes = Levels.bytes(levels.get(0)) > options.maxBytes(0) ? Levels.bytes(levels.get(0)) : 0;
        for (int level = 1; level < LEVELS - 1; level++) {
            double excess = Levels.bytes(levels.get(level)) - options.maxBytes(level) * FULL;
            bytes += Math.max(0, excess) * (1 + options.fanout());
        }
        return new Debt(levels.get(0).size(), (long) bytes);
    }

    @Override
    public int pendingTasks(LiveSet live) {
        var levels = new Levels(live.files());
        long pending = 0;
        for (int level = 0; level < LEVELS; level++) {
            double excess = Levels.bytes(levels.get(level)) - options.maxBytes(level) * FULL;
            pending += (long) Math.ceil(Math.max(0, excess) / options.sstableBytes());
        }
        int inL0 = levels.get(0).size();
        pending += inL0 > options.sizeTiered().maxThreshold()
                ? inL0 / options.sizeTiered().maxThreshold()
                : 0;
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, pending));
    }
}
