package org.helenus.query.restriction;

import java.util.List;
import org.helenus.schema.ColumnMetadata;

/// A `WHERE` clause, resolved: what the keys serve, and what is left to filter.
///
/// @param filters tests for the rows that the keys lead to, all of which must hold
/// @param restrictsRows whether it asks anything of clustering or regular columns: then a partition that has only
///     static columns does not answer
/// @param mustFilter whether it is refused without `ALLOW FILTERING`, once nothing else is wrong
/// @param equalColumns key columns that are fixed to one value
public record Where(
        PartitionRestrictions partitions,
        ClusteringRestrictions clustering,
        List<Filter> filters,
        boolean restrictsRows,
        boolean mustFilter,
        List<ColumnMetadata> equalColumns) {
    public Where {
        filters = List.copyOf(filters);
        equalColumns = List.copyOf(equalColumns);
    }

    /// Whether partitions are named, not scanned.
    public boolean namesPartitions() {
        return partitions instanceof PartitionRestrictions.Keys;
    }

    /// Whether it asks anything of the partition key or its token.
    public boolean restrictsPartitions() {
        return !partitions.equals(PartitionRestrictions.Tokens.ALL)
                || filters.stream().anyMatch(Filter::isOnPartitionKey);
    }

    /// Whether exactly one partition is named.
    public boolean isOnePartition() {
        return partitions instanceof PartitionRestrictions.Keys keys && keys.isSingle();
    }
}
