package org.helenus.protocol.message;

import java.util.List;
import java.util.Optional;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;

/// Rows, as bytes ready for the wire.
///
/// @param columns what each row holds, in this order
/// @param skipMetadata send the number of columns only: the client knows them
/// @param content the values row by row, each an `i32` length, −1 for null, and its bytes; left alone until it is sent
/// @param pagingState present: there are more rows, and the next page begins here
/// @param changedMetadataId present: the client's metadata is outdated, this is the new one's id; sent to version 5
///     only
public record RowsResult(
        List<ColumnSpec> columns,
        boolean skipMetadata,
        ByteWriter content,
        int rowCount,
        Optional<byte[]> pagingState,
        Optional<byte[]> changedMetadataId)
        implements Result {}
