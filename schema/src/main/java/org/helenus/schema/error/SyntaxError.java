package org.helenus.schema.error;

/// The statement is not CQL.
public final class SyntaxError extends CqlException {
    public static final int CODE = 0x2000;

    public SyntaxError(String message) {
        super(CODE, message);
    }
}
