package org.helenus.cql;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Token;
import org.helenus.cql.grammar.CqlLexer;

/// The tokens of one statement. Refuses what is no token, and nesting so deep that the recursion of whoever reads,
/// prints or evaluates the tree could not follow.
final class StatementLexer extends CqlLexer {
    /// Open brackets of any kind, or minus signs in a row.
    static final int MAX_NESTING = 100;

    private int nesting;
    private int typeNesting;
    private int minusSigns;
    private int previousType;

    StatementLexer(CharStream text) {
        super(text);
        removeErrorListeners();
    }

    @Override
    public Token nextToken() {
        var token = super.nextToken();
        if (token.getChannel() != Token.DEFAULT_CHANNEL) {
            return token;
        }
        switch (token.getType()) {
            case UNKNOWN -> throw error(token, "no viable alternative at character '" + token.getText() + "'");
            case UNTERMINATED_STRING -> throw unterminated("'");
            case UNTERMINATED_DOLLAR_STRING -> throw unterminated("$");
            case UNTERMINATED_NAME -> throw unterminated("\"");
            case UNTERMINATED_COMMENT -> throw unterminated("*");
            case LPAREN, LBRACKET, LBRACE -> nesting++;
            case RPAREN, RBRACKET, RBRACE -> nesting--;
            case LT -> typeNesting += opensType(previousType) ? 1 : 0;
            case GT -> typeNesting = Math.max(0, typeNesting - 1);
            default -> {
                // Does not nest.
            }
        }
        minusSigns = token.getType() == MINUS ? minusSigns + 1 : 0;
        previousType = token.getType();
        if (nesting > MAX_NESTING || typeNesting > MAX_NESTING || minusSigns > MAX_NESTING) {
            throw tooDeep(token);
        }
        return token;
    }

    static CqlSyntaxException tooDeep(Token token) {
        return error(token, "statement is nested more than " + MAX_NESTING + " levels deep");
    }

    private static boolean opensType(int type) {
        return switch (type) {
            case K_LIST, K_SET, K_MAP, K_TUPLE, K_VECTOR, K_FROZEN -> true;
            default -> false;
        };
    }

    private static CqlSyntaxException error(Token token, String message) {
        int line = token.getLine();
        int column = token.getCharPositionInLine();
        return new CqlSyntaxException(line, column, "line " + line + ":" + column + " " + message);
    }

    /// Told at the end of the text, where the closing mark is missed.
    private CqlSyntaxException unterminated(String missed) {
        int line = getLine();
        int column = getCharPositionInLine();
        return new CqlSyntaxException(
                line,
                column,
                "line " + line + ":" + column + " mismatched character '<EOF>' expecting '" + missed + "'");
    }
}
