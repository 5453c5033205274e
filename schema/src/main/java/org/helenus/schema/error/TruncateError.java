package org.helenus.schema.error;

/// A TRUNCATE failed.
public final class TruncateError extends CqlException {
    public static final int CODE = 0x1003;

    public TruncateError(String message) {
        super(CODE, message);
    }
}
