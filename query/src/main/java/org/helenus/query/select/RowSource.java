package org.helenus.query.select;

import java.io.IOException;
import org.helenus.query.row.RowSlots;
import org.helenus.query.row.SlotPlan;
import org.helenus.storage.KeyRange;

/// Where a `SELECT` gets its rows: one isolated state of a table, stored or generated. One thread; closed by who
/// opened it.
interface RowSource extends AutoCloseable {
    /// The commit log position that an answer from here depends on.
    long position();

    /// The row with this key, put into the slots; static rows into the static columns, others into the rest.
    boolean get(byte[] key, SlotPlan plan, RowSlots into) throws IOException;

    Rows scan(KeyRange range, boolean reversed, SlotPlan plan) throws IOException;

    @Override
    void close();

    /// Rows in key order, or in its reverse.
    interface Rows extends AutoCloseable {
        boolean next() throws IOException;

        /// The row's key is the first [#keyLength] bytes, of which the first [#partitionLength] name the
        /// partition.
        byte[] key();

        int keyLength();

        int partitionLength();

        boolean isStatic();

        /// Wire bytes.
        byte[] partitionKey();

        /// Puts the row's columns into the slots.
        void fill(RowSlots into);

        long tombstonesSeen();

        @Override
        void close();
    }
}
