package org.helenus.cql.tree;

/// One CQL statement.
public sealed interface Statement
        permits Select, Modification, Batch, Use, Truncate, SchemaStatement, AccessStatement, Describe, Explain {}
