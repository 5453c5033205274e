package org.helenus.storage.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.RowCursor;
import org.helenus.storage.RowView;

/// Reads over all the places that a table's rows lie in: what a [org.helenus.storage.ReadSnapshot] is made of. Their
/// holder keeps them pinned. Immutable; any thread, if the sources are.
public final class MergedReads {
    /// Asked first, and always: nothing is known of what they hold.
    private final EntrySource[] memtables;
    private final FileSources files;
    private final DropTimes drops;
    private final ReadMode mode;

    /// @param drops [DropTimes#forReads] of the table
    public MergedReads(EntrySource[] memtables, FileSources files, DropTimes drops, ReadMode mode) {
        this.memtables = memtables;
        this.files = files;
        this.drops = drops;
        this.mode = mode;
    }

    /// As [org.helenus.storage.ReadSnapshot#get].
    public boolean get(byte[] key, int keyLength, ColumnSet wanted, long nowSeconds, RowView into) throws IOException {
        PointRead read = into.pointRead();
        read.begin(key, keyLength, wanted, drops, nowSeconds);
        for (EntrySource memtable : memtables) {
            read.cover(memtable.deletionsNear(key, keyLength).coveringTimestamp(key, keyLength));
        }
        if (files.haveDeletions()) {
            for (int i = 0; i < files.count(); i++) {
                read.cover(files.source(i).deletionsNear(key, keyLength).coveringTimestamp(key, keyLength));
            }
        }
        for (EntrySource memtable : memtables) {
            if (memtable.get(key, keyLength, mode, read)) {
                read.cameFrom(memtable);
            }
        }
        for (int i = 0; i < files.count() && !read.isDecided(files.greatestTimestamp(i)); i++) {
            EntrySource file = files.source(i);
            if (file.get(key, keyLength, mode, read)) {
                read.cameFrom(file);
            }
        }
        return read.finish(into, mode);
    }

    /// As [org.helenus.storage.ReadSnapshot#scan].
    public RowCursor scan(KeyRange range, boolean reversed, ColumnSet wanted, long nowSeconds) throws IOException {
        // a reader's drop times hide more than a merge may leave out, and the judgement applies them
        var sources = new ArrayList<EntrySource>(memtables.length + files.count());
        Collections.addAll(sources, memtables);
        for (int i = 0; i < files.count(); i++) {
            sources.add(files.source(i));
        }
        var entries = new MergingCursor(sources, range, reversed, mode, DropTimes.NONE);
        return new MergedRowCursor(entries, wanted, drops, nowSeconds, mode);
    }
}
