package org.helenus.cql.tree;

import java.util.Optional;

/// A column of a new table, or one that is added. `primaryKey`: it carried `PRIMARY KEY` itself.
public record ColumnDefinition(
        Name name, TypeName type, boolean isStatic, Optional<ColumnMask> mask, boolean primaryKey) {}
