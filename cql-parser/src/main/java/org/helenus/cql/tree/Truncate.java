package org.helenus.cql.tree;

/// `TRUNCATE table`.
public record Truncate(QualifiedName table) implements Statement {}
