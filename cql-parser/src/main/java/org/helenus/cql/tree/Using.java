package org.helenus.cql.tree;

import java.util.Optional;

/// The `USING` clause of a modification. Each term is an integer literal, perhaps negative, or a bind marker.
public record Using(Optional<Term> timestamp, Optional<Term> timeToLive) {
    public static final Using NOTHING = new Using(Optional.empty(), Optional.empty());
}
