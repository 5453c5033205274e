package org.helenus.cql.tree;

/// One part of an `IF` clause; the parts are joined by `AND`.
public sealed interface Condition {
    ColumnTarget target();

    /// `c op value`, every [Operator] but `LIKE`; elements and fields take the comparing ones only.
    record Comparison(ColumnTarget target, Operator operator, Term value) implements Condition {}

    record In(ColumnTarget target, InValues values) implements Condition {}
}
