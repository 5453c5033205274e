package org.helenus.cql.tree;

import java.util.Optional;

/// The name of a table, view, index, user type or function, with its keyspace when one was written.
public record QualifiedName(Optional<Name> keyspace, Name name) {
    public static QualifiedName of(String keyspace, String name) {
        return new QualifiedName(Optional.of(Name.of(keyspace)), Name.of(name));
    }

    public static QualifiedName of(String name) {
        return new QualifiedName(Optional.empty(), Name.of(name));
    }

    @Override
    public String toString() {
        return keyspace.map(k -> k + ".").orElse("") + name;
    }
}
