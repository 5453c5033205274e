package org.helenus.schema.error;

/// The statement is CQL, but cannot be done.
public final class InvalidRequest extends CqlException {
    public static final int CODE = 0x2200;

    public InvalidRequest(String message) {
        super(CODE, message);
    }
}
