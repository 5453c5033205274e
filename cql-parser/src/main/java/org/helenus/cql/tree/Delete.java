package org.helenus.cql.tree;

import java.util.List;

/// `DELETE`. Without `targets` it removes rows, ranges of rows or partitions. `using` has no time to live. Either
/// `ifExists` or `conditions` or neither.
public record Delete(
        List<ColumnTarget> targets,
        QualifiedName table,
        Using using,
        List<Relation> where,
        boolean ifExists,
        List<Condition> conditions)
        implements Modification {
    public Delete {
        targets = List.copyOf(targets);
        where = List.copyOf(where);
        conditions = List.copyOf(conditions);
    }

    @Override
    public boolean isConditional() {
        return ifExists || !conditions.isEmpty();
    }
}
