package org.helenus.cql.tree;

import java.util.List;

/// `CREATE MATERIALIZED VIEW`. An empty `selection` is `*`.
public record CreateMaterializedView(
        boolean ifNotExists,
        QualifiedName name,
        List<SelectedColumn> selection,
        QualifiedName base,
        List<Relation> where,
        PrimaryKey primaryKey,
        List<ClusteringOrder> clusteringOrder,
        Properties properties)
        implements SchemaStatement {
    public CreateMaterializedView {
        selection = List.copyOf(selection);
        where = List.copyOf(where);
        clusteringOrder = List.copyOf(clusteringOrder);
    }
}
