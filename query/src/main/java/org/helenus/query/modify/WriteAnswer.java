package org.helenus.query.modify;

import java.util.List;
import java.util.Optional;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;

/// What came of a write.
///
/// @param rows what a conditional statement answers
/// @param position the log position that the answer depends on
public record WriteAnswer(Optional<Rows> rows, List<String> warnings, long position) {
    /// The answer of a conditional statement: whether it was applied and, if not, what stood against it.
    public record Rows(List<ColumnSpec> columns, ByteWriter content, int rowCount) {}
}
