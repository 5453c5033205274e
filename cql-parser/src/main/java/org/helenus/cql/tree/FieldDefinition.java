package org.helenus.cql.tree;

/// A field of a user type, or an argument of a function.
public record FieldDefinition(Name name, TypeName type) {}
