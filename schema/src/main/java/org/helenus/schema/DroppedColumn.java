package org.helenus.schema;

/// A column that was dropped. Its id is kept for a column added again under its name; cells of this id written at or
/// before `droppedAtMicros` are not seen, and go at the next merge.
public record DroppedColumn(ColumnMetadata column, long droppedAtMicros) {}
