package org.helenus.cql.tree;

import java.util.List;
import java.util.Optional;

/// `MASKED WITH function(arguments)`; without a function `MASKED WITH DEFAULT`.
public record ColumnMask(Optional<QualifiedName> function, List<Term> arguments) {
    public ColumnMask {
        arguments = List.copyOf(arguments);
    }
}
