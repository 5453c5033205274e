package org.helenus.cql.tree;

/// `DROP INDEX`.
public record DropIndex(boolean ifExists, QualifiedName name) implements SchemaStatement {}
