package org.helenus.cql.tree;

/// `DROP IDENTITY identity`.
public record DropIdentity(boolean ifExists, String identity) implements AccessStatement {}
