package org.helenus.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.helenus.storage.merge.EntrySource;
import org.helenus.storage.merge.FileSources;

/// Where a table's rows lie at one moment: memtables, newest first, and SSTables. Immutable; pinned by those who read
/// it and by its table while it is the current one. The last pin gives back the references to its parts.
final class TableVersion {
    private final List<MemtableGeneration> generations;
    private final List<LiveSSTable> sstables;
    private final FileSources files;
    private final StorageEngine engine;
    private final AtomicInteger pins = new AtomicInteger(1);

    /// Takes a reference to each part.
    TableVersion(List<MemtableGeneration> generations, List<LiveSSTable> sstables, StorageEngine engine) {
        this.engine = engine;
        this.generations = List.copyOf(generations);
        var ordered = new ArrayList<>(sstables);
        ordered.sort(
                Comparator.comparingLong((LiveSSTable file) -> file.sstable().maxTimestamp())
                        .reversed());
        this.sstables = List.copyOf(ordered);
        var sources = new ArrayList<EntrySource>(ordered.size());
        for (var file : ordered) {
            if (!file.sstable().retain()) {
                throw new IllegalStateException(file.sstable() + " is closed and was to be live");
            }
            sources.add(file.isWhole() ? file.sstable() : new TokenRangeSource(file));
        }
        files = new FileSources(sources);
        generations.forEach(MemtableGeneration::retain);
    }

    /// The first takes the writes.
    List<MemtableGeneration> generations() {
        return generations;
    }

    /// Newest data first.
    List<LiveSSTable> sstables() {
        return sstables;
    }

    /// The SSTables as sources of rows, newest data first.
    FileSources files() {
        return files;
    }

    /// @return false: it is not the current one any more and all have left
    boolean pin() {
        while (true) {
            int count = pins.get();
            if (count == 0) {
                return false;
            }
            if (pins.compareAndSet(count, count + 1)) {
                return true;
            }
        }
    }

    void unpin() {
        if (pins.decrementAndGet() == 0) {
            generations.forEach(MemtableGeneration::release);
            sstables.forEach(file -> engine.release(file.sstable()));
        }
    }
}
