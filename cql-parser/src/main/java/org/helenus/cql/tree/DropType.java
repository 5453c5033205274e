package org.helenus.cql.tree;

/// `DROP TYPE`.
public record DropType(boolean ifExists, QualifiedName name) implements SchemaStatement {}
