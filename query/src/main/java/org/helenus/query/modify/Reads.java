package org.helenus.query.modify;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.helenus.query.row.RowSlots;
import org.helenus.query.row.Slice;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableId;
import org.helenus.storage.CellCursor;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.ReadSnapshot;
import org.helenus.storage.RowCursor;
import org.helenus.storage.RowView;
import org.helenus.storage.StorageEngine;

/// Reads what statements must know before they write, and remembers how new the newest of it is. One request, one
/// thread; closes its snapshots.
final class Reads implements AutoCloseable {
    private static final int FIRST_ROWS = 100;

    private final StorageEngine storage;
    private final ReadMode mode;
    private final long nowSeconds;
    private final boolean namesRows;
    private final boolean looksAtStatics;
    private final boolean writesStatics;
    private final boolean readsRegulars;
    private final Set<ColumnMetadata> conditioned;
    private final Map<TableId, ReadSnapshot> snapshots = new HashMap<>();
    private final RowView view = new RowView();
    private long newest = Long.MIN_VALUE;

    Reads(StorageEngine storage, ReadMode mode, WriteRequest request) {
        this.storage = storage;
        this.mode = mode;
        nowSeconds = request.nowSeconds();
        namesRows = request.asksOfRows();
        looksAtStatics = request.looksAtStatics();
        writesStatics = request.writesStaticsIf();
        readsRegulars = request.namesClusterings();
        conditioned = request.conditioned();
    }

    /// Where the request has a condition on a row too, only rows that are named are looked for.
    private boolean asksOfPartition(ModifyPlan plan) {
        return plan.asksOfPartition() && !namesRows;
    }

    /// The greatest write timestamp met.
    long newest() {
        return newest;
    }

    /// The log position that what was read depends on.
    long position() {
        long greatest = 0;
        for (ReadSnapshot snapshot : snapshots.values()) {
            greatest = Math.max(greatest, snapshot.position());
        }
        return greatest;
    }

    Before.Image read(ModifyPlan plan, RowTarget target) throws IOException {
        KeyCodec codec = plan.codec();
        byte[] prefix = codec.partitionPrefix(target.wireKey());
        RowSlots slots = plan.slots().slots();
        plan.slots().beginPartition(target.wireKey(), slots);
        byte[] staticKey = codec.staticKey(prefix);
        boolean wantsStatics = target.clustering().isEmpty()
                || plan.slots().readsStatics() && (looksAtStatics || !plan.isConditional());
        boolean staticExists = wantsStatics && get(plan, staticKey);
        if (staticExists) {
            plan.slots().staticRow(view, slots);
            staticExists = showsStatics(plan, slots);
        }
        Optional<RowSlots> first = Optional.empty();
        if (target.clustering().isEmpty()) {
            boolean shows = staticExists && plan.guard() instanceof ModifyPlan.IfNotExists && !namesRows;
            if (shows || asksOfPartition(plan)) {
                first = firstRow(plan, prefix, !readsRegulars, slots);
            }
            return new Before.Image(target, staticKey, slots, first, false, staticExists);
        }
        if (asksOfPartition(plan)) {
            first = firstRow(plan, prefix, false, slots);
        }
        byte[] key = codec.rowKey(prefix, target.clustering().get());
        // a row that only static columns decide about is not looked at beside others that are asked for
        boolean wantsRow = plan.readsBefore() || !namesRows || !plan.asksOfPartition();
        boolean rowExists = wantsRow && get(plan, key);
        if (rowExists) {
            plan.slots().row(view, slots);
        }
        return new Before.Image(target, key, kept(plan, slots), first, rowExists, staticExists);
    }

    /// The same values in room of their own: the view goes on to other rows.
    private static RowSlots kept(ModifyPlan plan, RowSlots slots) {
        RowSlots kept = plan.slots().slots();
        kept.copyFrom(slots);
        return kept;
    }

    /// Whether there is anything among the static columns that are asked for: all, where a statement with a
    /// condition
    /// writes one, else those that conditions are on.
    private boolean showsStatics(ModifyPlan plan, RowSlots slots) {
        if (writesStatics || !plan.isConditional()) {
            return true;
        }
        var value = new Slice();
        for (int slot = 0; slot < slots.columns().size(); slot++) {
            ColumnMetadata column = slots.columns().get(slot);
            if (column.isStatic() && conditioned.contains(column)) {
                slots.get(slot, value);
                if (value.hasValue()) {
                    return true;
                }
            }
        }
        return false;
    }

    /// An answer about static columns alone shows with them the clustering of the partition's first row, one that
    /// has
    /// a marker where no statement names one; it is not worth a long search. With a row that another statement of
    /// the
    /// batch names, Cassandra reads regular columns too, and shows them.
    ///
    /// @return that row with the static columns; empty when there is none
    private Optional<RowSlots> firstRow(ModifyPlan plan, byte[] prefix, boolean onlyMarked, RowSlots statics)
            throws IOException {
        var rows = new KeyRange(plan.codec().rowsStart(prefix), plan.codec().rowsEnd(prefix));
        try (RowCursor cursor = snapshot(plan).scan(rows, false, plan.slots().columnSet(), nowSeconds)) {
            for (int i = 0; i < FIRST_ROWS && cursor.next(); i++) {
                if (cursor.row().hasMarker() || !onlyMarked) {
                    RowSlots first = kept(plan, statics);
                    if (readsRegulars) {
                        plan.slots().row(cursor.row(), first);
                    } else {
                        plan.slots().clustering(cursor.row(), first);
                    }
                    return Optional.of(kept(plan, first));
                }
            }
        }
        return Optional.empty();
    }

    private ReadSnapshot snapshot(ModifyPlan plan) {
        TableId table = plan.table().id();
        ReadSnapshot snapshot = snapshots.get(table);
        if (snapshot == null) {
            snapshot = storage.table(table).snapshot(mode);
            snapshots.put(table, snapshot);
        }
        return snapshot;
    }

    private boolean get(ModifyPlan plan, byte[] key) throws IOException {
        ReadSnapshot snapshot = snapshot(plan);
        if (!snapshot.get(key, key.length, plan.slots().columnSet(), nowSeconds, view)) {
            return false;
        }
        if (view.hasMarker()) {
            newest = Math.max(newest, view.markerTimestamp());
        }
        CellCursor cells = view.cells();
        while (cells.next()) {
            newest = Math.max(newest, cells.timestamp());
        }
        return true;
    }

    @Override
    public void close() {
        snapshots.values().forEach(ReadSnapshot::close);
    }
}
