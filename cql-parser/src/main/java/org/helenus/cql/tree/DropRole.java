package org.helenus.cql.tree;

/// `DROP ROLE`.
public record DropRole(boolean ifExists, Name role) implements AccessStatement {}
