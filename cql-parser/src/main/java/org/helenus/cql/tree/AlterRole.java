package org.helenus.cql.tree;

/// `ALTER ROLE`.
public record AlterRole(boolean ifExists, Name role, RoleOptions options) implements AccessStatement {}
