package org.helenus.cql;

import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.helenus.cql.grammar.CqlLexer;
import org.helenus.cql.grammar.CqlParser;

/// Says what is wrong with a statement in Cassandra's words:
/// `line 1:9 mismatched input 'FORM' expecting K_FROM (SELECT * [FORM]...)`.
///
/// Where several tokens could have followed, Cassandra leaves it at "no viable alternative"; then what was expected
/// comes behind its words, unless it is too much to help.
final class SyntaxErrors {
    /// How far back the excerpt goes, in tokens, spaces counted.
    private static final int EXCERPT_TOKENS = 10;

    /// Longer lists of expected tokens are left out.
    private static final int MAX_EXPECTED = 8;

    private SyntaxErrors() {}

    static CqlSyntaxException describe(RecognitionException error, String cql, CommonTokenStream tokens) {
        var offending = error.getOffendingToken();
        var expected = expected(error);
        var message = new StringBuilder()
                .append("line ")
                .append(offending.getLine())
                .append(':')
                .append(offending.getCharPositionInLine());
        boolean one = expected.size() == 1;
        message.append(one ? " mismatched input '" : " no viable alternative at input '")
                .append(offending.getText())
                .append('\'');
        if (one) {
            message.append(" expecting ").append(display(expected.getMinElement()));
        }
        if (offending.getType() != Token.EOF) {
            appendExcerpt(message, cql, tokens, offending);
        }
        if (!one) {
            appendExpected(message, expected);
        }
        return new CqlSyntaxException(offending.getLine(), offending.getCharPositionInLine(), message.toString());
    }

    private static IntervalSet expected(RecognitionException error) {
        if (error instanceof NoViableAltException noWay && noWay.getDeadEndConfigs() != null) {
            // Every way that was open until the offending token came.
            var atn = error.getRecognizer().getATN();
            var expected = new IntervalSet();
            for (var config : noWay.getDeadEndConfigs()) {
                expected.addAll(atn.nextTokens(config.state));
            }
            expected.remove(Token.EPSILON);
            return expected;
        }
        return error.getExpectedTokens();
    }

    /// The tokens before the offending one, then that one in brackets.
    private static void appendExcerpt(StringBuilder message, String cql, CommonTokenStream tokens, Token offending) {
        var from = tokens.get(Math.max(0, offending.getTokenIndex() - EXCERPT_TOKENS));
        message.append(" (").append(from.getStartIndex() == 0 ? "" : "...");
        for (int i = from.getTokenIndex(); i < offending.getTokenIndex(); i++) {
            message.append(tokens.get(i).getText().replaceAll("[\\r\\n]+", " "));
        }
        message.append('[').append(offending.getText()).append(']');
        boolean last = offending.getStopIndex() + 1 == cql.codePointCount(0, cql.length());
        message.append(last ? ")" : "...)");
    }

    private static void appendExpected(StringBuilder message, IntervalSet expected) {
        var shown = new IntervalSet(expected);
        if (expected.contains(CqlLexer.IDENT)) {
            // A name may be any of a hundred words: saying so once is enough.
            for (int type = CqlLexer.K_ACCESS; type <= CqlLexer.K_VARINT; type++) {
                shown.remove(type);
            }
            shown.remove(CqlLexer.QUOTED_NAME);
            shown.remove(CqlLexer.EMPTY_QUOTED_NAME);
        }
        if (shown.isNil() || shown.size() > MAX_EXPECTED) {
            return;
        }
        var separator = "; expected ";
        for (int type : shown.toList()) {
            message.append(separator).append(display(type));
            separator = " or ";
        }
    }

    private static String display(int type) {
        if (type == Token.EOF) {
            return "EOF";
        }
        var symbol = CqlParser.VOCABULARY.getSymbolicName(type);
        var literal = CqlParser.VOCABULARY.getLiteralName(type);
        return literal == null || symbol.startsWith("K_") ? symbol : literal;
    }
}
