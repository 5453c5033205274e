package org.helenus.query;

import java.util.List;
import org.helenus.schema.ColumnSpec;

/// What a client learns of a statement it prepared. The arrays belong to the receiver to read, not to change.
///
/// @param id MD5 of keyspace and text; the same on every node and after every restart
/// @param resultMetadataId MD5 of the result's column specs, empty when there is no result
/// @param partitionKeyIndexes which variable holds which component of the partition key; empty when not all are bound
///     alone
/// @param resultColumns empty: the statement returns no rows, or rows whose columns depend on the outcome (conditions)
/// @param conditional whether the statement has an `IF`
public record Prepared(
        byte[] id,
        byte[] resultMetadataId,
        List<ColumnSpec> variables,
        int[] partitionKeyIndexes,
        List<ColumnSpec> resultColumns,
        boolean conditional) {
    public Prepared {
        variables = List.copyOf(variables);
        resultColumns = List.copyOf(resultColumns);
    }
}
