package org.helenus.cql.tree;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// `LIST permissions`; `ALL` is every [Permission]. `recursive`: those of granted roles too.
public record ListPermissions(
        Set<Permission> permissions, Optional<Resource> resource, Optional<Name> role, boolean recursive)
        implements AccessStatement {
    public ListPermissions {
        permissions = permissions.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(permissions));
    }
}
