package org.helenus.schema.option;

/// What of a table may be cached: `ALL` or `NONE` for keys; `ALL`, `NONE` or a count for rows per partition.
public record CachingParams(boolean keys, int rowsPerPartition) {}
