package org.helenus.query.select;

/// A read met more rows than it may on the thread it runs on. Nothing is wrong: the same read in the I/O pool answers.
/// Carries no stack and no state.
public final class TooManyRowsException extends RuntimeException {
    static final TooManyRowsException INSTANCE = new TooManyRowsException();

    private TooManyRowsException() {
        super("more rows than a loop may read", null, false, false);
    }
}
