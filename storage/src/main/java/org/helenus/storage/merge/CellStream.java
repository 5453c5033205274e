package org.helenus.storage.merge;

import java.io.IOException;
import org.helenus.storage.encoding.RowReader;

/// Cells of one row from one place, by column id, then path. One thread.
interface CellStream {
    /// Moves to the next cell.
    ///
    /// @return false: there is none
    boolean next() throws IOException;

    /// What stands on the cell, until the next [#next]. The same object each time.
    RowReader cell();

    /// The cells of one row value.
    record OfRow(RowReader cell) implements CellStream {
        @Override
        public boolean next() {
            return cell.nextCell();
        }
    }
}
