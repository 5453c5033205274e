package org.helenus.cql.tree;

/// `DROP KEYSPACE`.
public record DropKeyspace(boolean ifExists, Name name) implements SchemaStatement {}
