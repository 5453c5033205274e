package org.helenus.cql.tree;

import java.util.List;

/// `UPDATE`. Either `ifExists` or `conditions` or neither.
public record Update(
        QualifiedName table,
        Using using,
        List<Assignment> assignments,
        List<Relation> where,
        boolean ifExists,
        List<Condition> conditions)
        implements Modification {
    public Update {
        assignments = List.copyOf(assignments);
        where = List.copyOf(where);
        conditions = List.copyOf(conditions);
    }

    @Override
    public boolean isConditional() {
        return ifExists || !conditions.isEmpty();
    }
}
