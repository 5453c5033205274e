package org.helenus.cql.tree;

/// `ADD IDENTITY identity TO ROLE role`.
public record AddIdentity(boolean ifNotExists, String identity, Name role) implements AccessStatement {}
