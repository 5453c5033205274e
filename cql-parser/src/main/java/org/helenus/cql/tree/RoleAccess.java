package org.helenus.cql.tree;

import java.util.List;

/// Where a role may be used: everywhere or in the places named (data centers, CIDR groups).
public sealed interface RoleAccess {
    record Everywhere() implements RoleAccess {}

    record Only(List<String> places) implements RoleAccess {
        public Only {
            places = List.copyOf(places);
        }
    }
}
