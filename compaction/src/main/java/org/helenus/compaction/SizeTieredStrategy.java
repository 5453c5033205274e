package org.helenus.compaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.helenus.compaction.CompactionTask.Reason;

/// Merges files of similar size, as soon as there are enough of them: every byte is rewritten about once for each
/// tier, and a read may have to ask every file.
///
/// - Files in order of size go each into the first bucket whose average `a` satisfies `a × bucket_low < size < a ×
///   bucket_high`, or where both are below `min_sstable_size`; the average follows, in whole bytes.
/// - Buckets of fewer than `min_threshold` files wait. Of the others the hottest `max_threshold` files are taken, and
///   of these the bucket with the most heat, on a tie the one with the smaller files.
/// - When no bucket is due, the largest file that is worth rewriting for its tombstones, see [TombstoneCompaction].
final class SizeTieredStrategy implements CompactionStrategy {
    private final SizeTieredOptions options;
    private final TombstoneCompaction tombstones;

    SizeTieredStrategy(SizeTieredOptions options) {
        this.options = options;
        tombstones = new TombstoneCompaction(options.tombstones());
    }

    @Override
    public Pick pick(LiveSet live, State state) {
        return new Pick(next(live).map(List::of).orElse(List.of()), state);
    }

    private Optional<CompactionTask> next(LiveSet live) {
        List<SSTableSummary> bucket = hottestBucket(live.candidates());
        if (!bucket.isEmpty()) {
            return Optional.of(CompactionTask.of(bucket, Reason.COMPACTION));
        }
        return live.candidates().stream()
                .filter(file -> tombstones.isWorthIt(file, live))
                .max(Comparator.comparingLong(SSTableSummary::sizeBytes))
                .map(file -> CompactionTask.of(List.of(file), Reason.TOMBSTONES));
    }

    /// The bucket to merge, trimmed; empty when none is due.
    List<SSTableSummary> hottestBucket(List<SSTableSummary> candidates) {
        List<SSTableSummary> hottest = List.of();
        for (List<SSTableSummary> bucket : buckets(candidates)) {
            if (bucket.size() >= options.minThreshold()) {
                List<SSTableSummary> trimmed = trim(bucket);
                if (hottest.isEmpty() || isPreferred(trimmed, hottest)) {
                    hottest = trimmed;
                }
            }
        }
        return hottest;
    }

    /// Files of similar sizes, in the order in which the buckets came to be.
    List<List<SSTableSummary>> buckets(List<SSTableSummary> candidates) {
        var sorted = new ArrayList<>(candidates);
        sorted.sort(Comparator.comparingLong(SSTableSummary::sizeBytes));
        var buckets = new ArrayList<List<SSTableSummary>>();
        var averages = new ArrayList<Long>();
        for (SSTableSummary file : sorted) {
            int at = 0;
            while (at < buckets.size() && !belongs(file.sizeBytes(), averages.get(at))) {
                at++;
            }
            if (at == buckets.size()) {
                buckets.add(new ArrayList<>());
                averages.add(0L);
            }
            List<SSTableSummary> bucket = buckets.get(at);
            averages.set(at, (averages.get(at) * bucket.size() + file.sizeBytes()) / (bucket.size() + 1));
            bucket.add(file);
        }
        return buckets;
    }

    private boolean belongs(long size, long average) {
        return size > average * options.bucketLow() && size < average * options.bucketHigh()
                || size < options.minSSTableBytes() && average < options.minSSTableBytes();
    }

    private List<SSTableSummary> trim(List<SSTableSummary> bucket) {
        var byHeat = new ArrayList<>(bucket);
        byHeat.sort(Comparator.comparingDouble(SSTableSummary::hotness).reversed());
        return byHeat.subList(0, Math.min(byHeat.size(), options.maxThreshold()));
    }

    private static boolean isPreferred(List<SSTableSummary> a, List<SSTableSummary> b) {
        int byHeat = Double.compare(heat(a), heat(b));
        return byHeat != 0 ? byHeat > 0 : averageSize(a) < averageSize(b);
    }

    private static double heat(List<SSTableSummary> bucket) {
        double sum = 0;
        for (SSTableSummary file : bucket) {
            sum += file.hotness();
        }
        return sum;
    }

    private static double averageSize(List<SSTableSummary> bucket) {
        double sum = 0;
        for (SSTableSummary file : bucket) {
            sum += file.sizeBytes();
        }
        return sum / bucket.size();
    }

    @Override
    public List<CompactionTask> major(LiveSet live) {
        List<SSTableSummary> all = live.candidates();
        return all.isEmpty() ? List.of() : List.of(CompactionTask.of(all, Reason.MAJOR));
    }

    @Override
    public Debt debt(LiveSet live) {
        return debt(live.files());
    }

    /// All buckets that are due.
    Debt debt(List<SSTableSummary> files) {
        Debt debt = Debt.NONE;
        for (List<SSTableSummary> bucket : buckets(files)) {
            if (bucket.size() >= options.minThreshold()) {
                debt = debt.plus(new Debt(bucket.size(), Levels.bytes(bucket)));
            }
        }
        return debt;
    }

    @Override
    public int pendingTasks(LiveSet live) {
        int pending = 0;
        for (List<SSTableSummary> bucket : buckets(live.candidates())) {
            if (bucket.size() >= options.minThreshold()) {
                pending += Math.ceilDiv(bucket.size(), options.maxThreshold());
            }
        }
        return pending;
    }
}
