package org.helenus.cql.tree;

/// One column of `CLUSTERING ORDER BY`.
public record ClusteringOrder(Name column, boolean descending) {}
