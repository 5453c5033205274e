package org.helenus.cql.tree;

import java.util.List;

/// `BEGIN BATCH … APPLY BATCH`.
public record Batch(Kind kind, Using using, List<Modification> statements) implements Statement {
    public enum Kind {
        LOGGED,
        UNLOGGED,
        COUNTER
    }

    public Batch {
        statements = List.copyOf(statements);
    }
}
