package org.helenus.storage.crash;

import java.util.Optional;

/// One change of one partition of one table, with its own write timestamp.
sealed interface Change {
    int table();

    int partition();

    long timestamp();

    /// Writes a row; a value that is empty is not written. Expiry 0: none.
    record PutRow(
            int table,
            int partition,
            int row,
            long timestamp,
            boolean marker,
            Optional<String> a,
            Optional<String> b,
            long expiry)
            implements Change {}

    record DeleteCell(int table, int partition, int row, long timestamp, boolean first) implements Change {}

    record DeleteRow(int table, int partition, int row, long timestamp) implements Change {}

    /// From the first row (inclusive) to the last (exclusive).
    record DeleteRange(int table, int partition, int from, int to, long timestamp) implements Change {}

    record DeletePartition(int table, int partition, long timestamp) implements Change {}
}
