package org.helenus.cql.tree;

/// What a role may do to a [Resource].
public enum Permission {
    CREATE,
    ALTER,
    DROP,
    SELECT,
    MODIFY,
    AUTHORIZE,
    DESCRIBE,
    EXECUTE,
    UNMASK,
    SELECT_MASKED
}
