package org.helenus.cql.tree;

import java.util.List;

/// One part of a `WHERE` clause; the parts are joined by `AND`.
public sealed interface Relation {
    /// `c op value`, every [Operator].
    record Comparison(Name column, Operator operator, Term value) implements Relation {}

    record In(Name column, InValues values) implements Relation {}

    record IsNotNull(Name column) implements Relation {}

    /// `c[key] op value` with a comparing operator.
    record Element(Name column, Term key, Operator operator, Term value) implements Relation {}

    /// `TOKEN(c1, c2) op value` with a comparing operator.
    record Token(List<Name> columns, Operator operator, Term value) implements Relation {
        public Token {
            columns = List.copyOf(columns);
        }
    }

    /// `(c1, c2) op value` with a comparing operator; `value` is a tuple literal or a marker.
    record Tuple(List<Name> columns, Operator operator, Term value) implements Relation {
        public Tuple {
            columns = List.copyOf(columns);
        }
    }

    /// `(c1, c2) IN …`.
    record TupleIn(List<Name> columns, InValues values) implements Relation {
        public TupleIn {
            columns = List.copyOf(columns);
        }
    }

    /// `expr(index, value)`: handed to a custom index as it is.
    record CustomIndex(QualifiedName index, Term value) implements Relation {}
}
