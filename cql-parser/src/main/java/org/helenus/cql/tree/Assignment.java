package org.helenus.cql.tree;

/// One part of a `SET` clause.
public sealed interface Assignment {
    /// `c = value`, `c[key] = value`, `c.field = value`.
    record Set(ColumnTarget target, Term value) implements Assignment {}

    /// `c = c + value` or `c += value`: counts up, appends, adds.
    record Add(Name column, Term value) implements Assignment {}

    /// `c = c - value` or `c -= value`: counts down, removes.
    record Subtract(Name column, Term value) implements Assignment {}

    /// `c = value + c`: puts in front of a list.
    record Prepend(Name column, Term value) implements Assignment {}
}
