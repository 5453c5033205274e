package org.helenus.cql.tree;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// `REVOKE permissions ON resource FROM role`; `ALL` is every [Permission].
public record RevokePermissions(Set<Permission> permissions, Resource resource, Name role) implements AccessStatement {
    public RevokePermissions {
        permissions = permissions.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(permissions));
    }
}
