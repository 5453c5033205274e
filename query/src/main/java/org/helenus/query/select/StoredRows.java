package org.helenus.query.select;

import java.io.IOException;
import org.helenus.query.row.RowSlots;
import org.helenus.query.row.SlotPlan;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadSnapshot;
import org.helenus.storage.RowCursor;
import org.helenus.storage.RowView;

/// The rows of a table in storage, as a snapshot shows them. Whatever plan it is asked by, it reads what it was made
/// for.
final class StoredRows implements RowSource {
    private final ReadSnapshot snapshot;
    private final ColumnSet wanted;
    private final long nowSeconds;
    private final RowView view = new RowView();

    StoredRows(ReadSnapshot snapshot, ColumnSet wanted, long nowSeconds) {
        this.snapshot = snapshot;
        this.wanted = wanted;
        this.nowSeconds = nowSeconds;
    }

    @Override
    public long position() {
        return snapshot.position();
    }

    @Override
    public boolean get(byte[] key, SlotPlan plan, RowSlots into) throws IOException {
        if (!snapshot.get(key, key.length, wanted, nowSeconds, view)) {
            return false;
        }
        fill(view, plan, into);
        return true;
    }

    private static void fill(RowView row, SlotPlan plan, RowSlots into) {
        if (row.isStatic()) {
            plan.staticRow(row, into);
        } else {
            plan.row(row, into);
        }
    }

    @Override
    public Rows scan(KeyRange range, boolean reversed, SlotPlan plan) throws IOException {
        RowCursor cursor = snapshot.scan(range, reversed, wanted, nowSeconds);
        return new Rows() {
            @Override
            public boolean next() throws IOException {
                return cursor.next();
            }

            @Override
            public byte[] key() {
                return cursor.row().key();
            }

            @Override
            public int keyLength() {
                return cursor.row().keyLength();
            }

            @Override
            public int partitionLength() {
                return cursor.row().partitionLength();
            }

            @Override
            public boolean isStatic() {
                return cursor.row().isStatic();
            }

            @Override
            public byte[] partitionKey() {
                return cursor.row().partitionKey();
            }

            @Override
            public void fill(RowSlots into) {
                StoredRows.fill(cursor.row(), plan, into);
            }

            @Override
            public long tombstonesSeen() {
                return cursor.tombstonesSeen();
            }

            @Override
            public void close() {
                cursor.close();
            }
        };
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
