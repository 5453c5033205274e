package org.helenus.cql.tree;

/// `DROP MATERIALIZED VIEW`.
public record DropMaterializedView(boolean ifExists, QualifiedName name) implements SchemaStatement {}
