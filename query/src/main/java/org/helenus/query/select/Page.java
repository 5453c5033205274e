package org.helenus.query.select;

import java.util.Optional;
import java.util.OptionalLong;
import org.helenus.schema.bytes.ByteWriter;

/// The rows of one answer.
///
/// @param content `[i32 length][bytes]` for each value, row after row
/// @param pagingState where the next page starts; empty: there is none
/// @param visited live rows that were looked at for it
/// @param tombstones deletions that were stepped over, the most for what is judged together
/// @param token of the partition in which the most were; empty: there were none, or in no partition that is known
/// @param position the commit log position that the rows depend on
public record Page(
        ByteWriter content,
        int rowCount,
        Optional<byte[]> pagingState,
        int visited,
        long tombstones,
        OptionalLong token,
        long position) {}
