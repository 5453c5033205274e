package org.helenus.query.guardrail;

import java.util.Locale;
import java.util.Optional;

/// What a [Limit] can be set on. Names and words are Cassandra's; what a client can do about it is added behind them.
public enum Quantity {
    KEYSPACES(Unit.COUNT),
    TABLES(Unit.COUNT),
    COLUMNS_PER_TABLE(Unit.COUNT),
    FIELDS_PER_UDT(Unit.COUNT),
    VECTOR_DIMENSIONS(Unit.COUNT),
    MINIMUM_REPLICATION_FACTOR(Unit.COUNT),
    MAXIMUM_REPLICATION_FACTOR(Unit.COUNT),
    PAGE_SIZE(Unit.COUNT),
    PARTITION_KEYS_IN_SELECT(Unit.COUNT),
    IN_SELECT_CARTESIAN_PRODUCT(Unit.COUNT),
    ITEMS_PER_COLLECTION(Unit.COUNT),
    COLLECTION_SIZE(Unit.BYTES),
    COLUMN_VALUE_SIZE(Unit.BYTES),
    /// Of a partition, as far as it is in one file: asked when the file is written.
    PARTITION_SIZE(Unit.BYTES),
    PARTITION_TOMBSTONES(Unit.COUNT),
    /// How far ahead of the clock a write timestamp may be.
    MAXIMUM_TIMESTAMP(Unit.MICROS),
    /// And how far behind it.
    MINIMUM_TIMESTAMP(Unit.MICROS);

    /// What a limit is given in.
    public enum Unit {
        COUNT,
        BYTES,
        MICROS
    }

    private final Unit unit;

    Quantity(Unit unit) {
        this.unit = unit;
    }

    public Unit unit() {
        return unit;
    }

    /// As the configuration and messages call it.
    public String guardrail() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether too little is what is wrong.
    public boolean isLeast() {
        return this == MINIMUM_REPLICATION_FACTOR || this == MINIMUM_TIMESTAMP;
    }

    String words(boolean warns, String what, long value, long threshold) {
        String kind = warns ? "warning" : "failure";
        return switch (this) {
            case KEYSPACES -> made("keyspace", warns, what, value, threshold);
            case TABLES -> made("table", warns, what, value, threshold);
            case COLUMNS_PER_TABLE ->
                warns
                        ? "The table " + what + " has " + value + " columns, this exceeds the warning threshold of "
                                + threshold + "."
                        : "Tables cannot have more than " + threshold + " columns, but " + value
                                + " provided for table " + what;
            case FIELDS_PER_UDT ->
                warns
                        ? "The user type " + what + " has " + value + " columns, this exceeds the warning threshold of "
                                + threshold + "."
                        : "User types cannot have more than " + threshold + " columns, but " + value
                                + " provided for user type " + what + ".";
            case VECTOR_DIMENSIONS ->
                what + " has a vector of " + value + " dimensions, this exceeds the " + kind + " threshold of "
                        + threshold + ".";
            case MINIMUM_REPLICATION_FACTOR ->
                "The keyspace " + what + " has a replication factor of " + value + ", below the " + kind
                        + " threshold of " + threshold + ".";
            case MAXIMUM_REPLICATION_FACTOR ->
                "The keyspace " + what + " has a replication factor of " + value + ", above the " + kind
                        + " threshold of " + threshold + ".";
            case PAGE_SIZE ->
                warns
                        ? "Query for table " + what + " with page size " + value + " exceeds warning threshold of "
                                + threshold + "."
                        : "Aborting query for table " + what + ", page size " + value + " exceeds fail threshold of "
                                + threshold + ".";
            case PARTITION_KEYS_IN_SELECT ->
                warns
                        ? "Query with partition keys in IN clause on table " + what + ", with number of partition keys "
                                + value + " exceeds warning threshold of " + threshold + "."
                        : "Aborting query with partition keys in IN clause on table " + what
                                + ", number of partition keys " + value + " exceeds fail threshold of " + threshold
                                + ".";
            case IN_SELECT_CARTESIAN_PRODUCT ->
                warns
                        ? "The cartesian product of the IN restrictions on " + what + " produces " + value
                                + " values, this exceeds warning threshold of " + threshold + "."
                        : "Aborting query because the cartesian product of the IN restrictions on " + what
                                + " produces " + value + " values, this exceeds fail threshold of " + threshold + ".";
            case ITEMS_PER_COLLECTION ->
                "Detected collection " + what + " with " + value + " items, this exceeds the " + kind + " threshold of "
                        + threshold + ".";
            case COLLECTION_SIZE ->
                "Detected collection " + what + " of size " + value + ", this exceeds the " + kind + " threshold of "
                        + threshold + ".";
            case COLUMN_VALUE_SIZE ->
                "Value of column '" + what + "' has size " + value + ", this exceeds the " + kind + " threshold of "
                        + threshold + ".";
            case PARTITION_SIZE ->
                "Partition " + what + " has size " + value + ", this exceeds the " + kind + " threshold of " + threshold
                        + ". Too large partitions can cause performance problems.";
            case PARTITION_TOMBSTONES ->
                "Partition " + what + " has " + value + " tombstones, this exceeds the " + kind + " threshold of "
                        + threshold + ". Partitions with too many tombstones can cause performance problems.";
            case MAXIMUM_TIMESTAMP ->
                "The modification to table " + what + " has a timestamp " + value + " after the maximum allowable "
                        + kind + " threshold " + threshold + ". Timestamps too far in the future can lead to data"
                        + " that can't be easily overwritten";
            case MINIMUM_TIMESTAMP ->
                "The modification to table " + what + " has a timestamp " + value + " before the minimum allowable "
                        + kind + " threshold " + threshold + ". Timestamps too far in the past can cause writes can be"
                        + " unexpectedly lost";
        };
    }

    private static String made(String kind, boolean warns, String what, long value, long threshold) {
        return warns
                ? "Creating " + kind + " " + what + ", current number of " + kind + "s " + value
                        + " exceeds warning threshold of " + threshold + "."
                : "Cannot have more than " + threshold + " " + kind + "s, aborting the creation of " + kind + " "
                        + what;
    }

    /// What the client can do about it, where that is not plain.
    Optional<String> hint() {
        return switch (this) {
            case PAGE_SIZE -> Optional.of("Set a smaller page (fetch) size in the driver.");
            case PARTITION_KEYS_IN_SELECT ->
                Optional.of("Ask for each partition by a query of its own, several at a time.");
            case IN_SELECT_CARTESIAN_PRODUCT -> Optional.of("Give fewer values at a time.");
            case ITEMS_PER_COLLECTION, COLLECTION_SIZE ->
                Optional.of("Keep the elements as rows, with a clustering column, when they are many.");
            case COLUMN_VALUE_SIZE -> Optional.of("Spread large values over several rows.");
            case MAXIMUM_TIMESTAMP, MINIMUM_TIMESTAMP -> Optional.of("USING TIMESTAMP takes microseconds since 1970.");
            case KEYSPACES,
                    TABLES,
                    COLUMNS_PER_TABLE,
                    FIELDS_PER_UDT,
                    VECTOR_DIMENSIONS,
                    PARTITION_SIZE,
                    PARTITION_TOMBSTONES,
                    MINIMUM_REPLICATION_FACTOR,
                    MAXIMUM_REPLICATION_FACTOR -> Optional.empty();
        };
    }
}
