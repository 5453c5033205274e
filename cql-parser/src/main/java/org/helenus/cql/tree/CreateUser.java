package org.helenus.cql.tree;

import java.util.Optional;

/// `CREATE USER`: the older way to make a role that may log in.
public record CreateUser(boolean ifNotExists, Name user, Optional<Password> password, boolean superuser)
        implements AccessStatement {}
