package org.helenus.compaction;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.helenus.compaction.CompactionTask.Reason;

/// Keeps what was written in one window of time in files of its own, so that data with a time to live expires by whole
/// files, which are dropped without being read.
///
/// - A file belongs to the window of its greatest write timestamp, in UTC; the greatest window ever seen is the
///   current one.
/// - From the newest window to the oldest: the current one is merged by size tiers, a past one to a single file as
///   soon as it has two, at most `max_threshold` at once, the smallest first.
/// - Each `expired_sstable_check_frequency_seconds` the files that are expired altogether join whatever is merged.
/// - When nothing is due, the smallest file worth it for its tombstones, if the options ask for that at all.
final class TimeWindowStrategy implements CompactionStrategy {
    private final TimeWindowOptions options;
    private final SizeTieredStrategy sizeTiered;
    private final TombstoneCompaction tombstones;

    TimeWindowStrategy(TimeWindowOptions options) {
        this.options = options;
        sizeTiered = new SizeTieredStrategy(options.sizeTiered());
        tombstones = new TombstoneCompaction(options.sizeTiered().tombstones());
    }

    /// In bytes: i64 the greatest window seen, i64 milliseconds of the last look for expired files.
    private record Memory(long currentWindow, long expiredCheckMillis) {
        static Memory decode(State state) {
            if (state.bytes().length != 2 * Long.BYTES) {
                return new Memory(Long.MIN_VALUE, Long.MIN_VALUE);
            }
            var in = ByteBuffer.wrap(state.bytes());
            return new Memory(in.getLong(), in.getLong());
        }

        State encode() {
            return new State(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(currentWindow)
                    .putLong(expiredCheckMillis)
                    .array());
        }
    }

    @Override
    public Pick pick(LiveSet live, State state) {
        var memory = Memory.decode(state);
        boolean looks = memory.expiredCheckMillis == Long.MIN_VALUE
                || live.nowMillis() - memory.expiredCheckMillis
                        > options.expiredCheck().toMillis();
        List<SSTableSummary> expired = looks ? expired(live) : List.of();
        var others = new ArrayList<>(live.candidates());
        others.removeAll(expired);
        long current = Math.max(memory.currentWindow, newestWindow(others));
        var files = new ArrayList<>(newestDue(others, current));
        Reason reason = Reason.COMPACTION;
        if (files.isEmpty()) {
            droppable(others, live).ifPresent(files::add);
            reason = Reason.TOMBSTONES;
        }
        var tasks = new ArrayList<CompactionTask>();
        if (!expired.isEmpty() && options.aggressive()) {
            tasks.add(CompactionTask.of(expired, Reason.DROP)); // a merge would ask what they delete
        } else if (!expired.isEmpty()) {
            files.addAll(expired);
            reason = Reason.COMPACTION;
        }
        if (!files.isEmpty()) {
            tasks.add(CompactionTask.of(files, reason));
        }
        var next = new Memory(current, looks ? live.nowMillis() : memory.expiredCheckMillis);
        return new Pick(tasks, next.encode());
    }

    private List<SSTableSummary> expired(LiveSet live) {
        return options.aggressive()
                ? ExpiredSSTables.regardless(live.candidates(), live)
                : ExpiredSSTables.among(live.candidates(), live);
    }

    private long newestWindow(List<SSTableSummary> files) {
        long newest = Long.MIN_VALUE;
        for (SSTableSummary file : files) {
            newest = Math.max(newest, options.windowOf(file.maxTimestamp()));
        }
        return newest;
    }

    private TreeMap<Long, List<SSTableSummary>> windows(List<SSTableSummary> files) {
        var windows = new TreeMap<Long, List<SSTableSummary>>();
        for (SSTableSummary file : files) {
            windows.computeIfAbsent(options.windowOf(file.maxTimestamp()), _ -> new ArrayList<>())
                    .add(file);
        }
        return windows;
    }

    private List<SSTableSummary> newestDue(List<SSTableSummary> files, long current) {
        for (var window : windows(files).descendingMap().entrySet()) {
            List<SSTableSummary> bucket = window.getValue();
            List<SSTableSummary> due = List.of();
            if (window.getKey() >= current) {
                due = sizeTiered.hottestBucket(bucket);
            } else if (bucket.size() >= 2) {
                bucket.sort(Comparator.comparingLong(SSTableSummary::sizeBytes));
                due = bucket.subList(
                        0, Math.min(bucket.size(), options.sizeTiered().maxThreshold()));
            }
            if (!due.isEmpty()) {
                return due;
            }
        }
        return List.of();
    }

    private Optional<SSTableSummary> droppable(List<SSTableSummary> files, LiveSet live) {
        if (!options.rewritesForTombstones()) {
            return Optional.empty();
        }
        return files.stream()
                .filter(file -> tombstones.isWorthIt(file, live))
                .min(Comparator.comparingLong(SSTableSummary::sizeBytes));
    }

    /// All into one, across the windows.
    @Override
    public List<CompactionTask> major(LiveSet live) {
        return sizeTiered.major(live);
    }

    @Override
    public Debt debt(LiveSet live) {
        long current = newestWindow(live.files());
        Debt debt = Debt.NONE;
        for (var window : windows(live.files()).entrySet()) {
            List<SSTableSummary> files = window.getValue();
            if (window.getKey() >= current) {
                debt = debt.plus(sizeTiered.debt(files));
            } else if (files.size() >= 2) {
                debt = debt.plus(new Debt(files.size(), Levels.bytes(files)));
            }
        }
        return debt;
    }

    @Override
    public int pendingTasks(LiveSet live) {
        List<SSTableSummary> files = live.candidates();
        long current = newestWindow(files);
        int pending = 0;
        for (var window : windows(files).entrySet()) {
            int size = window.getValue().size();
            if (window.getKey() >= current) {
                pending += sizeTiered.hottestBucket(window.getValue()).isEmpty() ? 0 : 1;
            } else if (size >= 2) {
                pending += Math.ceilDiv(size, options.sizeTiered().maxThreshold());
            }
        }
        return pending;
    }
}
