package org.helenus.cql.tree;

/// `ALTER MATERIALIZED VIEW`.
public record AlterMaterializedView(boolean ifExists, QualifiedName name, Properties properties)
        implements SchemaStatement {}
