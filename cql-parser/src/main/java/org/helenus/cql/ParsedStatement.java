package org.helenus.cql;

import java.util.List;
import org.helenus.cql.tree.Statement;
import org.helenus.cql.tree.Term;

/// A statement and its bind markers in the order they are written: `markers.get(i).index() == i`.
public record ParsedStatement(Statement statement, List<Term.BindMarker> markers) {
    public ParsedStatement {
        markers = List.copyOf(markers);
    }
}
