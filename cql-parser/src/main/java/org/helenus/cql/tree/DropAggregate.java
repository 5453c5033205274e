package org.helenus.cql.tree;

import java.util.List;
import java.util.Optional;

/// `DROP AGGREGATE`. Without `argumentTypes` it means the only one of that name.
public record DropAggregate(boolean ifExists, QualifiedName name, Optional<List<TypeName>> argumentTypes)
        implements SchemaStatement {
    public DropAggregate {
        argumentTypes = argumentTypes.map(List::copyOf);
    }
}
