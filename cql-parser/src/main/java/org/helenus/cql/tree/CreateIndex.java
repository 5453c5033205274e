package org.helenus.cql.tree;

import java.util.List;
import java.util.Optional;

/// `CREATE INDEX`. `className` is the text of `USING`.
public record CreateIndex(
        boolean custom,
        boolean ifNotExists,
        Optional<QualifiedName> name,
        QualifiedName table,
        List<Target> targets,
        Optional<String> className,
        Properties properties)
        implements SchemaStatement {
    public CreateIndex {
        targets = List.copyOf(targets);
    }

    /// What of a column is indexed; `SIMPLE` when nothing was said.
    public enum TargetKind {
        SIMPLE,
        VALUES,
        KEYS,
        ENTRIES,
        FULL
    }

    public record Target(TargetKind kind, Name column) {}
}
