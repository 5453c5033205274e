package org.helenus.schema;

/// Where a column's values live. The names in lower case are those of `system_schema.columns`.
public enum ColumnKind {
    PARTITION_KEY,
    CLUSTERING,
    STATIC,
    REGULAR;

    public boolean isPrimaryKey() {
        return this == PARTITION_KEY || this == CLUSTERING;
    }
}
