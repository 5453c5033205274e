package org.helenus.schema;

import org.helenus.schema.type.CqlType;

/// One column of a table.
///
/// @param id         small number, unique in its table for ever; what the disk knows a column by
/// @param position   place in the partition key or in the clustering, from 0; −1 for other columns
/// @param descending of clustering columns only: rows come in falling order of it
public record ColumnMetadata(String name, int id, CqlType type, ColumnKind kind, int position, boolean descending) {
    public ColumnMetadata {
        if (id < 0
                || (kind.isPrimaryKey() ? position < 0 : position != -1)
                || (descending && kind != ColumnKind.CLUSTERING)) {
            throw new IllegalArgumentException("not a column: " + name + " " + id + " " + kind + " " + position);
        }
    }

    public boolean isPrimaryKey() {
        return kind.isPrimaryKey();
    }

    public boolean isStatic() {
        return kind == ColumnKind.STATIC;
    }

    ColumnMetadata withType(CqlType newType) {
        return new ColumnMetadata(name, id, newType, kind, position, descending);
    }
}
