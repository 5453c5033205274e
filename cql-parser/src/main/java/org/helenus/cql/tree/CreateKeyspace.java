package org.helenus.cql.tree;

/// `CREATE KEYSPACE`.
public record CreateKeyspace(boolean ifNotExists, Name name, Properties properties) implements SchemaStatement {}
