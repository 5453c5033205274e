package org.helenus.cql.tree;

import java.util.List;

/// The right side of `IN`.
public sealed interface InValues {
    /// `(a, b, …)`, perhaps empty. For several columns each element is a tuple or a marker for one.
    record Listed(List<Term> values) implements InValues {
        public Listed {
            values = List.copyOf(values);
        }
    }

    /// `IN ?`: one marker for the whole list.
    record Marker(Term.BindMarker marker) implements InValues {}
}
