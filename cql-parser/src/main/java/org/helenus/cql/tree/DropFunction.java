package org.helenus.cql.tree;

import java.util.List;
import java.util.Optional;

/// `DROP FUNCTION`. Without `argumentTypes` it means the only one of that name.
public record DropFunction(boolean ifExists, QualifiedName name, Optional<List<TypeName>> argumentTypes)
        implements SchemaStatement {
    public DropFunction {
        argumentTypes = argumentTypes.map(List::copyOf);
    }
}
