package org.helenus.cql.tree;

import java.util.Optional;

/// `DESCRIBE`.
public record Describe(Target target, boolean withInternals) implements Statement {
    public sealed interface Target {}

    public record Cluster() implements Target {}

    /// `full` includes the system keyspaces.
    public record FullSchema(boolean full) implements Target {}

    public record Keyspaces() implements Target {}

    /// Without a name, the current keyspace. `only` leaves out what is in it.
    public record Keyspace(Optional<Name> name, boolean only) implements Target {}

    public record Tables() implements Target {}

    public record Table(QualifiedName name) implements Target {}

    public record Index(QualifiedName name) implements Target {}

    public record MaterializedView(QualifiedName name) implements Target {}

    public record Types() implements Target {}

    public record Type(QualifiedName name) implements Target {}

    public record Functions() implements Target {}

    public record Function(QualifiedName name) implements Target {}

    public record Aggregates() implements Target {}

    public record Aggregate(QualifiedName name) implements Target {}

    /// A bare name: a keyspace, else a table, index or view.
    public record Element(QualifiedName name) implements Target {}
}
