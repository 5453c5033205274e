package org.helenus.compaction.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.helenus.compaction.CompactionTask;
import org.helenus.compaction.ExpiredSSTables;
import org.helenus.compaction.LiveSet;
import org.helenus.compaction.SSTableSummary;
import org.helenus.storage.sstable.SSTableId;

/// One merge of described files: the same rules as for real ones about what goes and where outputs are cut.
final class VirtualMerge {
    private final CompactionTask task;
    private final LiveSet live;
    private final long memtableSince;
    private final List<VirtualSSTable> read = new ArrayList<>();
    private final List<VirtualSSTable> outside = new ArrayList<>();
    private int droppedFiles;

    VirtualMerge(CompactionTask task, List<VirtualSSTable> files, LiveSet live, long memtableSince) {
        this.task = task;
        this.live = live;
        this.memtableSince = memtableSince;
        var inputs = new HashSet<>(task.inputs());
        var expired = expired(inputs);
        for (VirtualSSTable file : files) {
            if (!inputs.contains(file.id())) {
                outside.add(file);
            } else if (expired.contains(file.id()) || task.reason() == CompactionTask.Reason.DROP) {
                droppedFiles++;
            } else {
                read.add(file);
            }
        }
    }

    private HashSet<SSTableId> expired(HashSet<SSTableId> inputs) {
        var candidates = new ArrayList<SSTableSummary>();
        for (SSTableSummary file : live.files()) {
            if (inputs.contains(file.id())) {
                candidates.add(file);
            }
        }
        var ids = new HashSet<SSTableId>();
        ExpiredSSTables.among(candidates, live).forEach(file -> ids.add(file.id()));
        return ids;
    }

    int droppedFiles() {
        return droppedFiles;
    }

    long bytesRead(VirtualSSTable.Sizes sizes) {
        long bytes = 0;
        for (VirtualSSTable file : read) {
            bytes += task.reason() == CompactionTask.Reason.LEVEL_CHANGE ? 0 : sizes.of(file.entries());
        }
        return bytes;
    }

    List<Entries> outputs(VirtualSSTable.Sizes sizes) {
        Entries merged =
                Entries.merge(read.stream().map(VirtualSSTable::entries).toList());
        var cutter = task.cuts().cutter();
        var outputs = new ArrayList<Entries>();
        var current = new Entries.Builder(merged.size());
        double bytes = 0;
        for (int i = 0; i < merged.size(); i++) {
            if (isGone(merged, i)) {
                continue;
            }
            boolean cuts = cutter.cutsBefore(VirtualSSTable.key(merged.places()[i]), (long) bytes);
            if (cuts && current.size() > 0) {
                outputs.add(current.build());
                current = new Entries.Builder(merged.size() - i);
                bytes = 0;
            }
            boolean expired = !merged.isTombstone(i) && merged.deletedAt(i) <= live.nowMillis() / 1000;
            current.add(
                    merged.places()[i],
                    merged.stamps()[i],
                    expired ? -merged.deletedAt(i) : merged.ends()[i]); // an expired row leaves a tombstone
            bytes += sizes.of(merged, i);
        }
        if (current.size() > 0) {
            outputs.add(current.build());
        }
        return outputs;
    }

    private boolean isGone(Entries merged, int index) {
        if (merged.deletedAt(index) >= live.gcBeforeSeconds()) {
            return false;
        }
        long stamp = merged.stamps()[index];
        if (memtableSince <= stamp) {
            return false;
        }
        long place = merged.places()[index];
        for (VirtualSSTable file : outside) {
            if (file.entries().holds(place)) {
                return false;
            }
        }
        return true;
    }
}
