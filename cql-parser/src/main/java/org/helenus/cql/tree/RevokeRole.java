package org.helenus.cql.tree;

/// `REVOKE role FROM grantee`.
public record RevokeRole(Name role, Name grantee) implements AccessStatement {}
