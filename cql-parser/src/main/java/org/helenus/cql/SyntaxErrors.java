package org.helenus.cql;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.helenus.cql.grammar.CqlLexer;
import org.helenus.cql.grammar.CqlParser;

/// Says what is wrong with a statement in Cassandra's words:
/// `line 1:9 mismatched input 'FORM' expecting K_FROM (SELECT * [FORM] t...)`.
///
/// The excerpt begins ten tokens before the one in brackets, spaces counted, and ends with the one in question. That
/// is in the brackets, but where a name before it might have begun something else: then the name is, and there is "no
/// viable alternative" whatever was expected. As there, the end of a statement has no place, and a string no quotes.
final class SyntaxErrors {
    /// How far back the excerpt goes, in tokens, spaces counted.
    private static final int EXCERPT_TOKENS = 10;

    /// How far on it goes at most.
    private static final int TOKENS_AFTER = 2;

    /// What goes on with a name, where another token would have made something else of it.
    private static final Set<Integer> AFTER_NAMES =
            Set.of(CqlLexer.K_FROM, CqlLexer.K_AS, CqlLexer.K_SET, CqlLexer.LPAREN, CqlLexer.EQ);

    /// Words that might be names, but are not where a parenthesis follows them.
    private static final Set<Integer> NO_NAMES = Set.of(CqlLexer.K_VALUES, CqlLexer.K_KEY);

    private static final Set<Integer> CONSTANTS = Set.of(
            CqlLexer.INTEGER, CqlLexer.FLOAT, CqlLexer.HEXNUMBER, CqlLexer.UUID, CqlLexer.DURATION, CqlLexer.BOOLEAN);

    private SyntaxErrors() {}

    static CqlSyntaxException describe(RecognitionException error, String cql, CommonTokenStream tokens) {
        var offending = error.getOffendingToken();
        boolean atEnd = offending.getType() == Token.EOF;
        var expected = expected(error);
        Token marked = atEnd ? offending : marked(error, expected, offending, tokens);
        boolean one = expected.size() == 1
                && marked.getTokenIndex() == offending.getTokenIndex()
                && (atEnd || !followsConstant(offending, tokens));
        var message = new StringBuilder("line ")
                .append(atEnd ? "0:-1" : offending.getLine() + ":" + offending.getCharPositionInLine())
                .append(one ? " mismatched input '" : " no viable alternative at input '")
                .append(text(offending))
                .append('\'');
        if (one) {
            message.append(" expecting ").append(display(expected.getMinElement()));
        }
        if (!atEnd) {
            appendExcerpt(message, cql, tokens, marked, offending);
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

    /// The token that the excerpt points at.
    private static Token marked(
            RecognitionException error, IntervalSet expected, Token offending, CommonTokenStream tokens) {
        Optional<Token> before = before(offending, tokens).filter(SyntaxErrors::isName);
        boolean ambiguous = error instanceof NoViableAltException noWay
                ? noWay.getStartToken().getTokenIndex() < offending.getTokenIndex()
                : expected.size() == 1 && AFTER_NAMES.contains(expected.getMinElement());
        return before.filter(_ -> ambiguous).orElse(offending);
    }

    private static Optional<Token> before(Token token, CommonTokenStream tokens) {
        for (int i = token.getTokenIndex() - 1; i >= 0; i--) {
            if (tokens.get(i).getChannel() == Token.DEFAULT_CHANNEL) {
                return Optional.of(tokens.get(i));
            }
        }
        return Optional.empty();
    }

    private static boolean isName(Token token) {
        return token.getType() == CqlLexer.QUOTED_NAME
                || Character.isLetter(token.getText().codePointAt(0))
                        && !CONSTANTS.contains(token.getType())
                        && !NO_NAMES.contains(token.getType())
                        && !ReservedWords.contains(token.getText().toLowerCase(Locale.ROOT));
    }

    /// A word right behind a constant begins nothing.
    private static boolean followsConstant(Token offending, CommonTokenStream tokens) {
        return offending.getType() == CqlLexer.IDENT
                && before(offending, tokens)
                        .filter(token -> CONSTANTS.contains(token.getType()))
                        .isPresent();
    }

    /// What is written between two tokens, with one of them in brackets: as many characters as its text has, which
    /// of a
    /// string are two less.
    private static void appendExcerpt(
            StringBuilder message, String cql, CommonTokenStream tokens, Token marked, Token last) {
        var from = tokens.get(Math.max(0, marked.getTokenIndex() - EXCERPT_TOKENS));
        int limit = Math.min(last.getTokenIndex(), marked.getTokenIndex() + TOKENS_AFTER);
        Token to = tokens.get(limit);
        int[] codePoints = cql.codePoints().toArray();
        int end = Math.max(to.getStartIndex(), marked.getStartIndex()) + text(to).length();
        int markEnd = Math.min(marked.getStartIndex() + text(marked).length(), codePoints.length);
        end = Math.clamp(end, markEnd, codePoints.length);
        message.append(" (").append(from.getStartIndex() == 0 ? "" : "...");
        append(message, codePoints, from.getStartIndex(), marked.getStartIndex());
        message.append('[');
        append(message, codePoints, marked.getStartIndex(), markEnd);
        message.append(']');
        append(message, codePoints, markEnd, end);
        message.append(end == codePoints.length ? ")" : "...)");
    }

    private static void append(StringBuilder message, int[] codePoints, int from, int to) {
        String text = new String(codePoints, from, Math.max(0, to - from));
        message.append(text.replaceAll("[\\r\\n]+", " "));
    }

    /// A token without the quotes of a string or a name.
    private static String text(Token token) {
        String text = token.getText();
        return switch (token.getType()) {
            case CqlLexer.STRING_LITERAL ->
                text.startsWith("$$")
                        ? text.substring(2, text.length() - 2)
                        : text.substring(1, text.length() - 1).replace("''", "'");
            case CqlLexer.QUOTED_NAME -> text.substring(1, text.length() - 1).replace("\"\"", "\"");
            default -> text;
        };
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
