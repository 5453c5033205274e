package org.helenus.cql.tree;

import java.util.List;
import java.util.Optional;

/// What permissions are about.
public sealed interface Resource {
    record AllKeyspaces() implements Resource {}

    record Keyspace(Name name) implements Resource {}

    record Table(QualifiedName name) implements Resource {}

    record AllTables(Name keyspace) implements Resource {}

    record AllRoles() implements Resource {}

    record Role(Name name) implements Resource {}

    /// Of one keyspace, or of all.
    record AllFunctions(Optional<Name> keyspace) implements Resource {}

    record Function(QualifiedName name, List<TypeName> argumentTypes) implements Resource {
        public Function {
            argumentTypes = List.copyOf(argumentTypes);
        }
    }

    record AllMBeans() implements Resource {}

    /// `MBEAN` with one name, or `MBEANS` with a pattern.
    record MBeans(String pattern, boolean many) implements Resource {}
}
