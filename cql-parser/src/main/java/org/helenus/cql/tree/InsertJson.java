package org.helenus.cql.tree;

/// `INSERT INTO t JSON value`, where `value` is a string literal or a bind marker. Columns that the document leaves
/// out become null, or stay as they are with `defaultUnset`.
public record InsertJson(QualifiedName table, Term value, boolean defaultUnset, boolean ifNotExists, Using using)
        implements Modification {
    @Override
    public boolean isConditional() {
        return ifNotExists;
    }
}
