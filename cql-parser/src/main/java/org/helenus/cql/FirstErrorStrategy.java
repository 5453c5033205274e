package org.helenus.cql;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;

/// Ends the parse at the first mistake: nothing is skipped, inserted or guessed.
final class FirstErrorStrategy extends DefaultErrorStrategy {
    @Override
    public void recover(Parser parser, RecognitionException error) {
        throw error;
    }

    @Override
    public Token recoverInline(Parser parser) {
        throw new InputMismatchException(parser);
    }

    @Override
    public void reportError(Parser parser, RecognitionException error) {
        // Whoever catches it says it.
    }

    @Override
    public void sync(Parser parser) {
        // Would drop tokens to get on; the next match fails where the mistake is.
    }
}
