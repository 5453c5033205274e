package org.helenus.cql;

import java.util.List;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.helenus.cql.grammar.CqlParser.QueryContext;
import org.helenus.cql.tree.Statement;

/// Reads CQL.
///
/// Safe for any number of threads. What the prediction learns about the grammar is kept for all parses, within bounds,
/// so the first statement of a kind costs milliseconds and the next ones microseconds.
public final class CqlParser {
    static final Predictions PREDICTIONS = new Predictions(org.helenus.cql.grammar.CqlParser._ATN);

    private CqlParser() {}

    /// The tree of one statement, which may be followed by semicolons.
    ///
    /// @throws CqlSyntaxException when it is none
    public static Statement parse(String cql) {
        return parsePrepared(cql).statement();
    }

    /// The tree of one statement together with its bind markers.
    ///
    /// @throws CqlSyntaxException when it is none
    public static ParsedStatement parsePrepared(String cql) {
        var tokens = new CommonTokenStream(new StatementLexer(CharStreams.fromString(cql)));
        return new StatementBuilder().build(read(cql, tokens).statement());
    }

    /// The statements of a script, for shells. Never fails: what is no statement is told by who parses it.
    public static List<StatementText> split(String script) {
        return CqlScript.split(script);
    }

    /// First with the cheap prediction that takes every context of a rule for possible, which is enough for any
    /// statement without a mistake; when that finds no way, again with the exact one, which also knows what was
    /// expected.
    private static QueryContext read(String cql, CommonTokenStream tokens) {
        var parser = new StatementParser(tokens);
        PREDICTIONS.lend(parser);
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        parser.setErrorHandler(new BailErrorStrategy());
        try {
            return parser.query();
        } catch (ParseCancellationException mistake) {
            tokens.seek(0);
            parser.reset();
            parser.getInterpreter().setPredictionMode(PredictionMode.LL);
            parser.setErrorHandler(new FirstErrorStrategy());
            try {
                return parser.query();
            } catch (RecognitionException error) {
                throw SyntaxErrors.describe(error, cql, tokens);
            }
        }
    }
}
