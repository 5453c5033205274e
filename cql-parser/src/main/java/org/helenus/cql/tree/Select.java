package org.helenus.cql.tree;

import java.util.List;
import java.util.Optional;

/// `SELECT`. An empty `selection` is `*`. The limits are integer literals, perhaps negative, or bind markers.
public record Select(
        boolean json,
        boolean distinct,
        List<SelectedColumn> selection,
        QualifiedName table,
        List<Relation> where,
        List<Selector> groupBy,
        List<Ordering> orderBy,
        Optional<Term> perPartitionLimit,
        Optional<Term> limit,
        boolean allowFiltering)
        implements Statement {

    public Select {
        selection = List.copyOf(selection);
        where = List.copyOf(where);
        groupBy = List.copyOf(groupBy);
        orderBy = List.copyOf(orderBy);
    }

    /// One part of `ORDER BY`; `nearestTo` is the vector of `ANN OF`.
    public record Ordering(Name column, Optional<Term> nearestTo, boolean descending) {}
}
