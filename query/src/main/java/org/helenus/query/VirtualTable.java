package org.helenus.query;

import java.util.List;
import org.helenus.schema.TableMetadata;

/// A table whose rows are made when they are asked for. `SELECT` reads it as any other: restrictions, order, limits
/// and pages are the executor's work, so a virtual table only has to tell its rows. Nothing can be written.
///
/// Threads: any, several at once. A page is one call, so rows that are the same from call to call page without gaps.
public interface VirtualTable {
    /// Its columns; the table's id is a name-based UUID, so that a restart keeps it.
    TableMetadata metadata();

    /// Tells the rows, in any order.
    ///
    /// @param partitionKeys the partitions wanted (wire form, as [org.helenus.schema.PartitionKeys#compose] makes
    ///     it); empty: all of them. A table may tell more than was asked; the executor looks at the key again.
    void rows(List<byte[]> partitionKeys, RowSink sink);

    /// Whether it may be filtered without `ALLOW FILTERING`.
    default boolean filtersFreely() {
        return true;
    }

    /// Takes the rows.
    interface RowSink {
        /// @param values wire values in the order of `metadata().columns()`, null where the row has none
        void row(byte[]... values);
    }
}
