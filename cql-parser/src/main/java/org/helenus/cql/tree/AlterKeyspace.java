package org.helenus.cql.tree;

/// `ALTER KEYSPACE`.
public record AlterKeyspace(boolean ifExists, Name name, Properties properties) implements SchemaStatement {}
