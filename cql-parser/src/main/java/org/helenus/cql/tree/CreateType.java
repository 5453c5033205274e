package org.helenus.cql.tree;

import java.util.List;

/// `CREATE TYPE`.
public record CreateType(boolean ifNotExists, QualifiedName name, List<FieldDefinition> fields)
        implements SchemaStatement {
    public CreateType {
        fields = List.copyOf(fields);
    }
}
