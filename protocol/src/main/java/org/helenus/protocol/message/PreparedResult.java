package org.helenus.protocol.message;

import java.util.List;
import org.helenus.schema.ColumnSpec;

/// A statement is prepared.
///
/// @param resultMetadataId sent to version 5 only
/// @param partitionKeyIndexes which variables make the partition key, in key order; empty when they do not make all of
///     it
/// @param resultColumns empty: no rows come of it
public record PreparedResult(
        byte[] id,
        byte[] resultMetadataId,
        List<ColumnSpec> variables,
        int[] partitionKeyIndexes,
        List<ColumnSpec> resultColumns)
        implements Result {}
