package org.helenus.cql.tree;

import java.util.List;

/// `CREATE FUNCTION`. `calledOnNull`: `CALLED ON NULL INPUT`, otherwise `RETURNS NULL ON NULL INPUT`.
public record CreateFunction(
        boolean orReplace,
        boolean ifNotExists,
        QualifiedName name,
        List<FieldDefinition> arguments,
        boolean calledOnNull,
        TypeName returnType,
        String language,
        String body)
        implements SchemaStatement {
    public CreateFunction {
        arguments = List.copyOf(arguments);
    }
}
