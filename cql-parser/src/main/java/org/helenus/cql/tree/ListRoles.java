package org.helenus.cql.tree;

import java.util.Optional;

/// `LIST ROLES`. `recursive`: those granted to granted ones too.
public record ListRoles(Optional<Name> of, boolean recursive) implements AccessStatement {}
