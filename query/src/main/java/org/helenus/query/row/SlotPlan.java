package org.helenus.query.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.helenus.schema.ColumnKind;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.PartitionKeys;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.CellCursor;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.RowView;

/// Which columns a plan looks at, and in which slot of a [RowSlots] each one lies; knows how to fill them. Immutable
/// once built; any thread.
public final class SlotPlan {
    private final List<ColumnMetadata> columns;
    private final int[] slotById;
    private final int[] partitionKeySlots;
    private final int[] clusteringSlots;
    private final int[] staticSlots;
    private final int[] regularSlots;
    private final boolean readsPartitionKey;
    private final boolean readsClustering;
    private final ColumnSet columnSet;
    private final BitSet whole;
    private final KeyCodec codec;

    private SlotPlan(TableMetadata table, KeyCodec codec, List<ColumnMetadata> columns, BitSet whole) {
        this.whole = (BitSet) whole.clone();
        this.columns = List.copyOf(columns);
        this.codec = codec;
        slotById = new int[table.nextColumnId()];
        Arrays.fill(slotById, -1);
        for (int slot = 0; slot < columns.size(); slot++) {
            slotById[columns.get(slot).id()] = slot;
        }
        partitionKeySlots = slotsOf(table.partitionKey());
        clusteringSlots = slotsOf(table.clustering());
        staticSlots = ofKind(ColumnKind.STATIC);
        regularSlots = ofKind(ColumnKind.REGULAR);
        readsPartitionKey = Arrays.stream(partitionKeySlots).anyMatch(slot -> slot >= 0);
        readsClustering = Arrays.stream(clusteringSlots).anyMatch(slot -> slot >= 0);
        columnSet = ColumnSet.of(columns);
    }

    private int[] slotsOf(List<ColumnMetadata> keyColumns) {
        return keyColumns.stream().mapToInt(column -> slotById[column.id()]).toArray();
    }

    private int[] ofKind(ColumnKind kind) {
        var slots = new int[columns.size()];
        int count = 0;
        for (int slot = 0; slot < slots.length; slot++) {
            if (columns.get(slot).kind() == kind) {
                slots[count++] = slot;
            }
        }
        return Arrays.copyOf(slots, count);
    }

    public static Builder builder(TableMetadata table, KeyCodec codec) {
        return new Builder(table, codec);
    }

    /// Collects the columns while a statement is bound; a column gets one slot, however often it is asked for.
    public static final class Builder {
        private final TableMetadata table;
        private final KeyCodec codec;
        private final List<ColumnMetadata> columns = new ArrayList<>();
        private final BitSet whole = new BitSet();

        private Builder(TableMetadata table, KeyCodec codec) {
            this.table = table;
            this.codec = codec;
        }

        public int slot(ColumnMetadata column) {
            int slot = slotOfElements(column);
            whole.set(slot);
            return slot;
        }

        /// For one who looks at some elements of a collection only, and says at which when the plan is run.
        public int slotOfElements(ColumnMetadata column) {
            int slot = columns.indexOf(column);
            if (slot < 0) {
                slot = columns.size();
                columns.add(column);
            }
            return slot;
        }

        /// The columns so far.
        public List<ColumnMetadata> columns() {
            return List.copyOf(columns);
        }

        public ColumnMetadata column(int slot) {
            return columns.get(slot);
        }

        public SlotPlan build() {
            return new SlotPlan(table, codec, columns, whole);
        }
    }

    /// Room for a row.
    public RowSlots slots() {
        return new RowSlots(columns);
    }

    public List<ColumnMetadata> columns() {
        return columns;
    }

    /// Whether somebody looks at all of a column; else at some of its elements.
    public boolean isWhole(int slot) {
        return whole.get(slot);
    }

    /// For the storage: the same columns.
    public ColumnSet columnSet() {
        return columnSet;
    }

    public boolean readsStatics() {
        return staticSlots.length > 0;
    }

    public boolean readsPartitionKey() {
        return readsPartitionKey;
    }

    /// Begins a partition: sets its key, clears static columns and the row.
    public void beginPartition(byte[] wireKey, RowSlots into) {
        for (int slot : staticSlots) {
            into.clear(slot);
        }
        clearRow(into);
        if (!readsPartitionKey) {
            return;
        }
        if (partitionKeySlots.length == 1) {
            into.set(partitionKeySlots[0], wireKey, 0, wireKey.length);
            return;
        }
        List<byte[]> components = PartitionKeys.split(wireKey, partitionKeySlots.length);
        for (int i = 0; i < partitionKeySlots.length; i++) {
            if (partitionKeySlots[i] >= 0) {
                byte[] component = components.get(i);
                into.set(partitionKeySlots[i], component, 0, component.length);
            }
        }
    }

    /// Sets the partition's static columns; copies them, for they outlive the row.
    public void staticRow(RowView row, RowSlots into) {
        for (int slot : staticSlots) {
            into.clear(slot);
        }
        fillCells(row, into);
        for (int slot : staticSlots) {
            into.detach(slot);
        }
    }

    /// Sets clustering and regular columns; their bytes stay the row's.
    public void row(RowView row, RowSlots into) {
        for (int slot : regularSlots) {
            into.clear(slot);
        }
        clustering(row, into);
        if (regularSlots.length > 0) {
            fillCells(row, into);
        }
    }

    /// Sets the clustering columns.
    public void clustering(RowView row, RowSlots into) {
        if (readsClustering) {
            var clustering = new byte[clusteringSlots.length][];
            codec.clustering(row, clustering);
            setClustering(clustering, into);
        }
    }

    private void setClustering(byte[][] clustering, RowSlots into) {
        for (int i = 0; i < clusteringSlots.length; i++) {
            int slot = clusteringSlots[i];
            if (slot >= 0) {
                if (clustering[i] == null) {
                    into.clear(slot);
                } else {
                    into.set(slot, clustering[i], 0, clustering[i].length);
                }
            }
        }
    }

    /// No row: clustering and regular columns are null.
    public void clearRow(RowSlots into) {
        for (int slot : regularSlots) {
            into.clear(slot);
        }
        for (int slot : clusteringSlots) {
            if (slot >= 0) {
                into.clear(slot);
            }
        }
    }

    /// Sets everything from the values of a whole row, in the order of the table's columns; null for null.
    public void values(List<ColumnMetadata> order, byte[][] values, RowSlots into) {
        for (int i = 0; i < values.length; i++) {
            int slot = slotById[order.get(i).id()];
            if (slot >= 0) {
                into.clear(slot);
                if (values[i] != null) {
                    into.set(slot, values[i], 0, values[i].length);
                }
            }
        }
    }

    private void fillCells(RowView row, RowSlots into) {
        CellCursor cells = row.cells();
        while (cells.next()) {
            int slot = cells.columnId() < slotById.length ? slotById[cells.columnId()] : -1;
            if (slot < 0) {
                continue;
            }
            if (into.isMultiCell(slot)) {
                into.elements(slot)
                        .add(
                                cells.array(),
                                cells.pathOffset(),
                                cells.pathLength(),
                                cells.valueOffset(),
                                cells.valueLength(),
                                cells.timestamp(),
                                cells.ttl(),
                                cells.expiresAtSeconds());
            } else {
                into.setCell(
                        slot,
                        cells.array(),
                        cells.valueOffset(),
                        cells.valueLength(),
                        cells.timestamp(),
                        cells.ttl(),
                        cells.expiresAtSeconds());
            }
        }
    }
}
