package org.helenus.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.storage.sstable.CorruptSSTableException;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableOptions;

/// Reads a table's files to the last block. Of a damaged one it writes what is whole to a new file, which takes its
/// place by one edit; the damaged one stays under a second name in `damaged/`.
///
/// What was lost may have been deletions too, and what they deleted is seen again where it lies elsewhere: only another
/// copy of the data helps there.
final class Scrub {
    private final StorageEngine engine;
    private final TableStore table;

    Scrub(StorageEngine engine, TableStore table) {
        this.engine = engine;
        this.table = table;
    }

    List<ScrubReport> run() throws IOException {
        var reports = new ArrayList<ScrubReport>();
        try (var live = table.sstables()) {
            for (var file : live.all()) {
                reports.add(scrub(file));
            }
        }
        return reports;
    }

    private ScrubReport scrub(LiveSSTable live) throws IOException {
        SSTable file = live.sstable();
        long rows = file.statistics().rows();
        List<CorruptSSTableException> damages = file.damages();
        if (damages.isEmpty()) {
            return new ScrubReport(file.path(), rows, 0, damages, Optional.empty());
        }
        String aside = StorageEngine.DAMAGED + "/" + file.id().fileName();
        setAside(file.path(), aside);
        var added = new ArrayList<LiveSSTable>();
        long kept = 0;
        try (var writer = table.newSSTable(options(live))) {
            writer.deletions(file.deletions());
            kept = file.salvage(writer);
            if (!writer.isEmpty()) {
                added.add(new LiveSSTable(table.finish(writer), live.firstToken(), live.lastToken(), live.level()));
            }
        }
        boolean replaced = table.replace(List.of(file), added);
        if (!replaced) {
            engine.disk().delete(aside); // it was emptied, dropped or merged meanwhile
        }
        return new ScrubReport(
                file.path(), kept, Math.max(0, rows - kept), damages, replaced ? Optional.of(aside) : Optional.empty());
    }

    private SSTableOptions options(LiveSSTable live) {
        var statistics = live.sstable().statistics();
        return SSTableOptions.of(
                table.metadata(), statistics.partitions(), statistics.rows(), live.level(), statistics.createdMillis());
    }

    private void setAside(String path, String aside) throws IOException {
        var disk = engine.disk();
        disk.createDirectories(StorageEngine.DAMAGED);
        if (!disk.exists(aside)) {
            disk.link(path, aside);
            disk.syncDirectory(StorageEngine.DAMAGED);
        }
    }
}
