package org.helenus.cql.tree;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The options of `CREATE ROLE` and `ALTER ROLE`; empty where nothing was said.
public record RoleOptions(
        Optional<Password> password,
        Optional<Boolean> superuser,
        Optional<Boolean> login,
        Optional<Map<String, String>> options,
        Optional<RoleAccess> datacenters,
        Optional<RoleAccess> cidrGroups) {
    public static final RoleOptions NONE = new RoleOptions(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public RoleOptions {
        options = options.map(given -> Collections.unmodifiableMap(new LinkedHashMap<>(given)));
    }
}
