package org.helenus.cql.tree;

/// `GRANT role TO grantee`.
public record GrantRole(Name role, Name grantee) implements AccessStatement {}
