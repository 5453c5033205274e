package org.helenus.cql;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.TokenStream;
import org.helenus.cql.grammar.CqlParser;

/// The generated parser with a bound on its recursion. Brackets are bounded by [StatementLexer]; this one catches what
/// recurses without them, such as `(int)(int)(int) ?`.
final class StatementParser extends CqlParser {
    /// The deepest legal nesting takes eight rules a level.
    private static final int MAX_RULE_DEPTH = 10 * StatementLexer.MAX_NESTING;

    private int depth;

    StatementParser(TokenStream tokens) {
        super(tokens);
        removeErrorListeners();
    }

    @Override
    public void reset() {
        super.reset();
        depth = 0;
    }

    @Override
    public void enterRule(ParserRuleContext context, int state, int rule) {
        if (++depth > MAX_RULE_DEPTH) {
            throw StatementLexer.tooDeep(getCurrentToken());
        }
        super.enterRule(context, state, rule);
    }

    @Override
    public void exitRule() {
        depth--;
        super.exitRule();
    }
}
