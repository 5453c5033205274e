package org.helenus.query.row;

import java.util.Arrays;
import java.util.List;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.request.BoundValues;

/// The columns of one row that a plan looks at, each in the slot that the plan gave it. Filled again for the next row;
/// values stay slices of the row's own bytes until then, except those of static columns and keys, which serve a whole
/// partition.
///
/// One thread.
public final class RowSlots {
    private static final byte[] NONE = new byte[0];

    /// A row of no columns.
    public static final RowSlots EMPTY = new RowSlots(List.of());

    private final List<ColumnMetadata> columns;
    private final byte[][] array;
    private final int[] offset;
    private final int[] length;
    private final long[] timestamp;
    private final int[] ttl;
    private final long[] expiry;
    private final Elements[] elements;

    public RowSlots(List<ColumnMetadata> columns) {
        int count = columns.size();
        this.columns = columns;
        array = new byte[count][];
        offset = new int[count];
        length = new int[count];
        timestamp = new long[count];
        ttl = new int[count];
        expiry = new long[count];
        elements = new Elements[count];
        for (int slot = 0; slot < count; slot++) {
            clear(slot);
            if (columns.get(slot).type().isMultiCell()) {
                elements[slot] = new Elements(columns.get(slot).type());
            }
        }
    }

    public List<ColumnMetadata> columns() {
        return columns;
    }

    public void clear(int slot) {
        array[slot] = NONE;
        offset[slot] = 0;
        length[slot] = BoundValues.NULL;
        ttl[slot] = 0;
        if (elements[slot] != null) {
            elements[slot].clear();
        }
    }

    public void set(int slot, byte[] bytes, int from, int count) {
        array[slot] = bytes;
        offset[slot] = from;
        length[slot] = count;
    }

    void setCell(int slot, byte[] bytes, int from, int count, long writtenAt, int timeToLive, long expires) {
        set(slot, bytes, from, count);
        timestamp[slot] = writtenAt;
        ttl[slot] = timeToLive;
        expiry[slot] = expires;
    }

    public boolean isMultiCell(int slot) {
        return elements[slot] != null;
    }

    /// Of a multi-cell column only.
    public Elements elements(int slot) {
        return elements[slot];
    }

    /// The column's wire value, assembled when it has many cells.
    public void get(int slot, Slice into) {
        if (elements[slot] != null && length[slot] < 0) {
            elements[slot].assemble(0, elements[slot].count(), into);
        } else {
            into.set(array[slot], offset[slot], length[slot]);
        }
    }

    public boolean isNull(int slot) {
        return length[slot] < 0 && (elements[slot] == null || elements[slot].count() == 0);
    }

    /// Write time of a single-cell column that is not null, in microseconds.
    public long timestamp(int slot) {
        return timestamp[slot];
    }

    /// Time to live of a single-cell column as written; 0: none.
    public int ttl(int slot) {
        return ttl[slot];
    }

    /// Epoch seconds; meaningful when [#ttl] is not 0.
    public long expiry(int slot) {
        return expiry[slot];
    }

    /// Makes a slot's bytes our own.
    void detach(int slot) {
        if (length[slot] > 0) {
            array[slot] = Arrays.copyOfRange(array[slot], offset[slot], offset[slot] + length[slot]);
            offset[slot] = 0;
        }
        if (elements[slot] != null) {
            elements[slot].detach();
        }
    }

    /// Takes over all values of `other`, whose columns are the same, as copies.
    public void copyFrom(RowSlots other) {
        for (int slot = 0; slot < array.length; slot++) {
            setCell(
                    slot,
                    other.array[slot],
                    other.offset[slot],
                    other.length[slot],
                    other.timestamp[slot],
                    other.ttl[slot],
                    other.expiry[slot]);
            if (elements[slot] != null) {
                elements[slot].copyFrom(other.elements[slot]);
            }
            if (length[slot] > 0) {
                array[slot] = Arrays.copyOfRange(array[slot], offset[slot], offset[slot] + length[slot]);
                offset[slot] = 0;
            }
        }
    }
}
