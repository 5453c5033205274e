package org.helenus.cql.tree;

/// `DROP TABLE`.
public record DropTable(boolean ifExists, QualifiedName name) implements SchemaStatement {}
