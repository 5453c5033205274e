package org.helenus.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.OrderedReader;
import org.helenus.storage.encoding.MalformedBytesException;
import org.helenus.storage.encoding.RowKeyFormat;

/// A place between the rows of a partition, as the ends of deletions name it: before or behind all rows that begin with
/// these clustering values. No values stand for all rows.
///
/// @param values wire bytes; an empty one is a null component
/// @param behind whether it lies behind those rows
public record ClusteringBound(List<Optional<byte[]>> values, boolean behind) {
    private static final byte[] EMPTY = {};

    public ClusteringBound {
        values = List.copyOf(values);
    }

    /// The place that a key stands for, see [RowKeyFormat].
    ///
    /// @param prefixLength bytes of the key that name the partition
    /// @throws MalformedBytesException it stands for none
    public static ClusteringBound of(TableMetadata table, byte[] key, int prefixLength) {
        if (key.length == prefixLength || (key[prefixLength] & 0xFF) < RowKeyFormat.SECTION_ROWS) {
            return new ClusteringBound(List.of(), false);
        }
        if ((key[prefixLength] & 0xFF) > RowKeyFormat.SECTION_ROWS) {
            return new ClusteringBound(List.of(), true);
        }
        var values = new ArrayList<Optional<byte[]>>();
        var in = new OrderedReader(key, prefixLength + 1, key.length);
        for (var column : table.clustering()) {
            if (in.position >= key.length) {
                return new ClusteringBound(values, false);
            }
            int marker = key[in.position++] & 0xFF;
            if (marker == RowKeyFormat.BELOW || marker == RowKeyFormat.ABOVE) {
                return new ClusteringBound(values, marker == RowKeyFormat.ABOVE);
            }
            boolean down = column.descending();
            if (marker == RowKeyFormat.NULL) {
                values.add(Optional.empty());
            } else if (marker == (down ? RowKeyFormat.DESCENDING_EMPTY : RowKeyFormat.EMPTY)) {
                values.add(Optional.of(EMPTY));
            } else if (marker == (down ? RowKeyFormat.DESCENDING_VALUE : RowKeyFormat.VALUE)) {
                in.descending(down);
                values.add(Optional.of(column.type().readOrdered(in)));
            } else {
                throw new MalformedBytesException("clustering marker " + Integer.toHexString(marker));
            }
        }
        // The row itself, or what lies right behind it.
        int rest = key.length - in.position;
        boolean behind = rest > 1 || rest == 1 && (key[in.position] & 0xFF) > RowKeyFormat.ROW_END;
        return new ClusteringBound(values, behind);
    }
}
