package org.helenus.cql.tree;

import java.util.List;
import java.util.Optional;

/// `CREATE AGGREGATE`.
public record CreateAggregate(
        boolean orReplace,
        boolean ifNotExists,
        QualifiedName name,
        List<TypeName> argumentTypes,
        Name stateFunction,
        TypeName stateType,
        Optional<Name> finalFunction,
        Optional<Term> initialCondition)
        implements SchemaStatement {
    public CreateAggregate {
        argumentTypes = List.copyOf(argumentTypes);
    }
}
