package org.helenus.cql.tree;

/// `DROP TRIGGER`.
public record DropTrigger(boolean ifExists, Name name, QualifiedName table) implements SchemaStatement {}
