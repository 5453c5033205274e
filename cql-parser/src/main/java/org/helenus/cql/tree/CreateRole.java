package org.helenus.cql.tree;

/// `CREATE ROLE`.
public record CreateRole(boolean ifNotExists, Name role, RoleOptions options) implements AccessStatement {}
