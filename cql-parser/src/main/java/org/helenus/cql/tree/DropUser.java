package org.helenus.cql.tree;

/// `DROP USER`.
public record DropUser(boolean ifExists, Name user) implements AccessStatement {}
