package org.helenus.cql.tree;

/// A statement that writes rows of one table and may stand in a [Batch].
public sealed interface Modification extends Statement permits Insert, InsertJson, Update, Delete {
    QualifiedName table();

    Using using();

    /// Whether it has an `IF` clause of any kind.
    boolean isConditional();
}
