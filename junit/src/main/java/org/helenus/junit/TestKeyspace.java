package org.helenus.junit;

/// A test's keyspace, as a parameter of the test.
///
/// @param name lower case letters, digits and `_`, so it needs no quotes in CQL
public record TestKeyspace(String name) {}
