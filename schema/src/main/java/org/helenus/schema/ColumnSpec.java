package org.helenus.schema;

import org.helenus.schema.type.CqlType;

/// Name and type of a bind variable or of a result column, as result metadata tells them.
public record ColumnSpec(String keyspace, String table, String name, CqlType type) {}
