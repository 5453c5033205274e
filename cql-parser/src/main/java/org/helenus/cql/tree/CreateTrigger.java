package org.helenus.cql.tree;

/// `CREATE TRIGGER`.
public record CreateTrigger(boolean ifNotExists, Name name, QualifiedName table, String className)
        implements SchemaStatement {}
