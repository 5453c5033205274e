package org.helenus.cql.tree;

import java.util.Optional;

/// `ALTER USER`; `superuser` is empty when neither word was said.
public record AlterUser(boolean ifExists, Name user, Optional<Password> password, Optional<Boolean> superuser)
        implements AccessStatement {}
