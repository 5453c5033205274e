package org.helenus.cql.tree;

import java.util.List;

/// `INSERT INTO t (columns) VALUES (values)`. The lists may differ in length; that is for the one who resolves it to
/// refuse.
public record Insert(QualifiedName table, List<Name> columns, List<Term> values, boolean ifNotExists, Using using)
        implements Modification {
    public Insert {
        columns = List.copyOf(columns);
        values = List.copyOf(values);
    }

    @Override
    public boolean isConditional() {
        return ifNotExists;
    }
}
