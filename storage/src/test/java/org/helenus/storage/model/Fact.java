package org.helenus.storage.model;

/// Something that was written, with its client's timestamp. All facts together, in whatever order, are the state.
///
/// Seconds are when a value expires, 0 when it does not, or when a deletion was made.
sealed interface Fact {
    int partition();

    record Marker(int partition, Place place, long timestamp, int ttl, long seconds) implements Fact {}

    /// @param path in a map; −1 in other columns
    record Cell(
            int partition,
            Place place,
            String column,
            int path,
            long timestamp,
            int ttl,
            long seconds,
            boolean deleted,
            String value)
            implements Fact {
        /// Whether this one counts where both are for the same place: the later; a deletion before a value that
        /// expires before one that stays; the later seconds; the greater value; the greater TTL.
        boolean beats(Cell other) {
            if (timestamp != other.timestamp) {
                return timestamp > other.timestamp;
            }
            if (rank() != other.rank()) {
                return rank() > other.rank();
            }
            if (seconds != other.seconds) {
                return seconds > other.seconds;
            }
            int values = deleted ? 0 : value.compareTo(other.value);
            return values != 0 ? values > 0 : ttl > other.ttl;
        }

        private int rank() {
            return deleted ? 2 : ttl > 0 ? 1 : 0;
        }
    }

    /// Deletes what a map holds.
    record MapDeletion(int partition, Place place, String column, long timestamp, long seconds) implements Fact {}

    record RowDeletion(int partition, Place place, long timestamp, long seconds) implements Fact {}

    record RangeDeletion(int partition, Slice slice, long timestamp, long seconds) implements Fact {}

    record PartitionDeletion(int partition, long timestamp, long seconds) implements Fact {}
}
