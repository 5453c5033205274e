package org.helenus.compaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.helenus.compaction.CompactionTask.Reason;

/// First in, first out: never merges; drops the oldest files whole, with all that is in them, when the table takes more
/// than `max_table_size`, and each file `max_age` after it was written. Files that are expired altogether go too.
///
/// A file's age counts from when it was written, not from its rows' timestamps, which clients may choose. What a file
/// deletes stays deleted: a file with deletions or expiring cells waits while a file that stays may hold older writes
/// to the same keys, and the next oldest goes instead.
final class FifoStrategy implements CompactionStrategy {
    private static final Comparator<SSTableSummary> BY_AGE =
            Comparator.comparingLong(SSTableSummary::createdMillis).thenComparingLong(SSTableSummary::maxTimestamp);

    private final FifoOptions options;

    FifoStrategy(FifoOptions options) {
        this.options = options;
    }

    @Override
    public Pick pick(LiveSet live, State state) {
        var tasks = new ArrayList<CompactionTask>();
        List<SSTableSummary> expired = ExpiredSSTables.among(live.candidates(), live);
        if (!expired.isEmpty()) {
            tasks.add(CompactionTask.of(expired, Reason.COMPACTION));
        }
        List<SSTableSummary> going = going(live, expired);
        if (!going.isEmpty()) {
            tasks.add(CompactionTask.of(going, Reason.DROP));
        }
        return new Pick(tasks, state);
    }

    private List<SSTableSummary> going(LiveSet live, List<SSTableSummary> expired) {
        var waiting = new ArrayList<>(live.candidates());
        waiting.removeAll(expired);
        waiting.sort(BY_AGE);
        var kept = new ArrayList<SSTableSummary>();
        List<SSTableSummary> going = wanted(waiting, live, expired);
        boolean blocked = true;
        while (blocked) {
            List<SSTableSummary> chosen = going;
            blocked = false;
            for (SSTableSummary file : chosen) {
                if (shadowsWhatStays(file, chosen, expired, live)) {
                    kept.add(file);
                    blocked = true;
                }
            }
            if (blocked) {
                waiting.removeAll(kept);
                going = wanted(waiting, live, expired);
            }
        }
        return going;
    }

    /// Of these, the oldest first, those that the bounds ask for.
    private List<SSTableSummary> wanted(List<SSTableSummary> oldestFirst, LiveSet live, List<SSTableSummary> expired) {
        long excess = options.maxBytes().isPresent()
                ? Levels.bytes(live.files())
                        - Levels.bytes(expired)
                        - options.maxBytes().getAsLong()
                : 0;
        for (SSTableSummary file : live.files()) {
            // Those that a drop under way takes are not there any more.
            excess -= live.busy().contains(file.id()) ? file.sizeBytes() : 0;
        }
        var wanted = new ArrayList<SSTableSummary>();
        for (SSTableSummary file : oldestFirst) {
            if (excess > 0 || isTooOld(file, live)) {
                wanted.add(file);
                excess -= file.sizeBytes();
            }
        }
        return wanted;
    }

    private boolean isTooOld(SSTableSummary file, LiveSet live) {
        return options.maxAge()
                .filter(age -> file.createdMillis() + age.toMillis() < live.nowMillis())
                .isPresent();
    }

    private static boolean shadowsWhatStays(
            SSTableSummary file, List<SSTableSummary> going, List<SSTableSummary> expired, LiveSet live) {
        if (file.droppable().total() == 0) {
            return false;
        }
        if (live.minTimestampElsewhere() <= file.maxTimestamp()) {
            return true;
        }
        for (SSTableSummary other : live.files()) {
            if (!going.contains(other)
                    && !expired.contains(other)
                    && other.overlaps(file)
                    && other.minTimestamp() <= file.maxTimestamp()) {
                return true;
            }
        }
        return false;
    }

    /// Nothing: there is never anything to merge.
    @Override
    public List<CompactionTask> major(LiveSet live) {
        return pick(live, State.EMPTY).tasks();
    }

    /// Files are never too many here.
    @Override
    public Debt debt(LiveSet live) {
        return Debt.NONE;
    }

    @Override
    public int pendingTasks(LiveSet live) {
        return pick(live, State.EMPTY).tasks().size();
    }
}
