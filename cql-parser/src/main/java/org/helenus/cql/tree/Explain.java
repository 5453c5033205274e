package org.helenus.cql.tree;

/// `EXPLAIN [ANALYZE] SELECT …`: how a statement would be read, and with `analyze` what reading it took. An extension:
/// Cassandra has no such statement.
public record Explain(boolean analyze, Select select) implements Statement {}
