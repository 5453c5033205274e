package org.helenus.cql.tree;

/// What an assignment sets, a `DELETE` removes, a condition looks at: a column or one part of it.
public sealed interface ColumnTarget {
    Name column();

    record Whole(Name column) implements ColumnTarget {}

    /// `c[key]`: by key for a map, by index for a list, the element itself for a set.
    record Element(Name column, Term key) implements ColumnTarget {}

    /// `c.field` of a user type.
    record Field(Name column, Name field) implements ColumnTarget {}
}
