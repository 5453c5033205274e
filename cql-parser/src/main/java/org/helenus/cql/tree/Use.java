package org.helenus.cql.tree;

/// `USE keyspace`.
public record Use(Name keyspace) implements Statement {}
