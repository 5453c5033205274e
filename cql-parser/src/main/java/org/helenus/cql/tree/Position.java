package org.helenus.cql.tree;

/// A place in the text of a statement, counted as Cassandra counts: `line` from 1, `column` from 0, in characters.
public record Position(int line, int column) {
    /// The place of what no text was read for.
    public static final Position NONE = new Position(0, 0);

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
