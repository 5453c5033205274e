package org.helenus.storage.merge;

import java.io.IOException;
import java.util.Arrays;
import org.helenus.storage.NotInMemoryException;
import org.helenus.storage.encoding.Reconciliation;
import org.helenus.storage.encoding.RowReader;

/// Merges the cells of one row that is too large to be in memory: what [RowMerger] does, cell by cell. What the row's
/// deletion, those of its collections, a covering one or a dropped column hides is left out.
///
/// Reusable: [#reset], [#add] each stream, [#next] as often as it says so. One thread.
final class CellMerger {
    private CellStream[] streams = new CellStream[4];
    private boolean[] inCell = new boolean[4];
    private int count;
    private boolean started;
    private long budget;
    private long shadow;
    private DropTimes drops = DropTimes.NONE;
    /// The stream whose cell was given last, or −1.
    private int last;
    private int deletedColumn;
    private long columnDeletion;

    /// @param shadow cells written at or before are not there: the greatest timestamp of the deletions that cover
    /// the
    ///     row, its own among them, or [DeletionList#NONE]
    void reset(long newShadow, DropTimes newDrops) {
        Arrays.fill(streams, 0, count, null);
        count = 0;
        started = false;
        shadow = newShadow;
        drops = newDrops;
        budget = Long.MAX_VALUE;
        last = -1;
        deletedColumn = -1;
        columnDeletion = DeletionList.NONE;
    }

    /// Adds cells; the stream stands before its first.
    void add(CellStream stream) {
        if (count == streams.length) {
            streams = Arrays.copyOf(streams, count * 2);
            inCell = Arrays.copyOf(inCell, count * 2);
        }
        streams[count++] = stream;
    }

    /// After [#reset]: the row is read where nothing may take long.
    ///
    /// @param most cells that may be looked at; one more throws [NotInMemoryException]
    void limit(long most) {
        budget = most;
    }

    /// Moves to the next cell that counts.
    boolean next() throws IOException {
        if (!started) {
            started = true;
            for (int i = 0; i < count; i++) {
                inCell[i] = streams[i].next();
            }
        }
        while (true) {
            if (last >= 0) {
                inCell[last] = streams[last].next();
            }
            last = winner();
            if (last < 0) {
                return false;
            }
            if (--budget < 0) {
                throw NotInMemoryException.INSTANCE;
            }
            if (counts(streams[last].cell())) {
                return true;
            }
        }
    }

    /// The cell, until the next [#next].
    RowReader cell() {
        return streams[last].cell();
    }

    private int winner() throws IOException {
        int best = -1;
        for (int i = 0; i < count; i++) {
            if (!inCell[i]) {
                continue;
            }
            int place = best < 0 ? -1 : streams[i].cell().comparePlace(streams[best].cell());
            if (place < 0) {
                best = i;
            } else if (place == 0) {
                // the loser steps on; whichever it is, the winner now stands for this place
                boolean wins = Reconciliation.cell(streams[i].cell(), streams[best].cell()) > 0;
                int loser = wins ? best : i;
                inCell[loser] = streams[loser].next();
                best = wins ? i : best;
            }
        }
        return best;
    }

    private boolean counts(RowReader cell) {
        long timestamp = cell.timestamp();
        if (timestamp <= shadow || drops.hides(cell.columnId(), timestamp)) {
            return false;
        }
        if (cell.isComplexDeletion()) {
            deletedColumn = cell.columnId();
            columnDeletion = timestamp;
            return true;
        }
        return cell.columnId() != deletedColumn || timestamp > columnDeletion;
    }
}
