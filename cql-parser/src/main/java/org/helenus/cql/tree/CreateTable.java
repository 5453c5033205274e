package org.helenus.cql.tree;

import java.util.List;

/// `CREATE TABLE`. `primaryKeys` are the clauses of their own; together with the columns that say `PRIMARY KEY`
/// themselves there must be one, which the grammar does not check.
public record CreateTable(
        boolean ifNotExists,
        QualifiedName name,
        List<ColumnDefinition> columns,
        List<PrimaryKey> primaryKeys,
        List<ClusteringOrder> clusteringOrder,
        boolean compactStorage,
        Properties properties)
        implements SchemaStatement {
    public CreateTable {
        columns = List.copyOf(columns);
        primaryKeys = List.copyOf(primaryKeys);
        clusteringOrder = List.copyOf(clusteringOrder);
    }
}
