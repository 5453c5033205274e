package org.helenus.cql.tree;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// `GRANT permissions ON resource TO role`; `ALL` is every [Permission].
public record GrantPermissions(Set<Permission> permissions, Resource resource, Name role) implements AccessStatement {
    public GrantPermissions {
        permissions = permissions.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(permissions));
    }
}
