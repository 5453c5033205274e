package org.helenus.cql;

/// A text that is no CQL statement. `getMessage()` is what a client is told: `line 1:7 no viable alternative at input
/// …` where a place is known, `line` from 1, `column` from 0.
public final class CqlSyntaxException extends RuntimeException {
    private final int line;
    private final int column;

    public CqlSyntaxException(int line, int column, String message) {
        super(message, null, false, false);
        this.line = line;
        this.column = column;
    }

    /// From 1.
    public int line() {
        return line;
    }

    /// From 0.
    public int column() {
        return column;
    }
}
