package org.helenus.cql.tree;

/// `LIST USERS`.
public record ListUsers() implements AccessStatement {}
