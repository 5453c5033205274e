package org.helenus.cql.tree;

/// `from TO to`.
public record Rename(Name from, Name to) {}
