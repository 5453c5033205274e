package org.helenus.cql.tree;

/// A binary operator between terms or selectors.
public enum ArithmeticOperator {
    ADD("+", 1),
    SUBTRACT("-", 1),
    MULTIPLY("*", 2),
    DIVIDE("/", 2),
    MODULO("%", 2);

    private final String symbol;
    private final int precedence;

    ArithmeticOperator(String symbol, int precedence) {
        this.symbol = symbol;
        this.precedence = precedence;
    }

    /// The greater binds more closely; operators of one precedence group from the left.
    public int precedence() {
        return precedence;
    }

    public String symbol() {
        return symbol;
    }
}
